// Reads the records of a batch: parse, find the layout, build the pair.
#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/formats/layouts.hpp"
#include "bmo/formats/mapping.hpp"

namespace bmo::formats {
namespace {

/// Fields that some layout is recognised by, and those that have to stand beside them.
struct Lead {
  std::string_view name;
  std::string_view partners;
};

constexpr std::array kLeads{
    Lead{"instruction", "`output`, `response` or `answer`"},
    Lead{"question", "`answer` or `response`"},
    Lead{"query", "`answer` or `response`"},
    Lead{"prompt", "`completion`"},
    Lead{"completion", "`prompt`"},
    Lead{"chosen", "`rejected`"},
    Lead{"rejected", "`chosen`"},
};

constexpr std::array<std::string_view, 15> kKnownFields{"messages",
                                                        "conversations",
                                                        "instruction",
                                                        "output",
                                                        "response",
                                                        "answer",
                                                        "question",
                                                        "query",
                                                        "prompt",
                                                        "completion",
                                                        "chosen",
                                                        "rejected",
                                                        "chosen_messages",
                                                        "rejected_messages",
                                                        "input"};

std::vector<const LayoutEntry*> layouts_in_order() {
  const auto all = layouts::all();
  std::vector<const LayoutEntry*> sorted(all.begin(), all.end());
  std::ranges::stable_sort(sorted, {}, [](const LayoutEntry* entry) { return entry->card->order; });
  return sorted;
}

Finding finding_at(std::size_t row, std::string_view code, std::uint64_t column, std::string field,
                   std::string detail) {
  return {.code = code,
          .severity = Severity::kError,
          .row = static_cast<std::uint32_t>(row),
          .column = column,
          .field = std::move(field),
          .detail = std::move(detail)};
}

std::string fields_found(json::Value record) {
  constexpr std::size_t kMost = 8;
  std::string text;
  std::size_t count = 0;
  for (const auto& [key, value] : record.fields()) {
    if (++count > kMost) break;
    text += (count == 1 ? "`" : ", `") + excerpt(key, 40) + "`";
  }
  const std::size_t size = record.size();
  if (size == 0) return "found no field";
  if (size > kMost) text += " and " + std::to_string(size - kMost) + " more";
  return "found " + text;
}

/// "; did you mean ...?" for the first field that is nearly a known one.
std::string nearest_field(json::Value record) {
  for (const auto& [key, value] : record.fields()) {
    if (key.size() > 40) continue;
    std::string hint = did_you_mean(lower_ascii(key), kKnownFields);
    if (!hint.empty()) return hint;
  }
  return {};
}

std::string missing_detail(json::Value record) {
  std::string detail = fields_found(record);
  for (const Lead& lead : kLeads) {
    if (record.find(lead.name)) {
      return detail + "; beside `" + std::string(lead.name) + "` there must be " +
             std::string(lead.partners) + ", or --map FILE says which field is which";
    }
  }
  if (record.find("text")) {
    return detail +
           "; plain text is no pair: it is read where its first line is "
           "`### Instruction:`, or --map FILE says which field is which";
  }
  return detail + nearest_field(record) + "; --map FILE says which field is which";
}

/// Nothing matched: a known field that is null is told as such.
Finding unrecognised(std::size_t row, json::Value record) {
  for (const std::string_view name : kKnownFields) {
    const json::Value value = record.find(name);
    if (value && value.is_null()) {
      return finding_at(row, "E_NULL_FIELD", 0, std::string(name), "found null");
    }
  }
  return finding_at(row, "E_MISSING_FIELD", 0, {}, missing_detail(record));
}

}  // namespace

struct RecordReader::State {
  const Mapping* mapping;
  std::vector<const LayoutEntry*> layouts = layouts_in_order();
  json::Document document;
  json::Fault fault;

  void read_one(Batch& batch, std::size_t row, PairBuilder& builder);
  void build(Batch& batch, std::size_t row, PairBuilder& builder);
};

void RecordReader::State::read_one(Batch& batch, std::size_t row, PairBuilder& builder) {
  const Record& record = batch.records[row];
  if (document.parse(record.json, batch.arena, fault)) {
    build(batch, row, builder);
    return;
  }
  batch.fates[row] = Fate::kQuarantined;
  batch.findings.push_back(
      finding_at(row, fault.code, fault.offset + 1, fault.field, fault.detail));
}

void RecordReader::State::build(Batch& batch, std::size_t row, PairBuilder& builder) {
  const json::Value root = document.root();
  if (!root.is_object()) {
    batch.fates[row] = Fate::kQuarantined;
    batch.findings.push_back(
        finding_at(row, "E_ROW_SHAPE", 1, {},
                   "expected an object, found " + std::string(json::kind_name(root.kind()))));
    return;
  }
  if (mapping != nullptr && mapping->schema != nullptr) {
    std::string breach = mapping->schema->fault(batch.records[row].json);
    if (!breach.empty()) {
      batch.fates[row] = Fate::kQuarantined;
      batch.findings.push_back(finding_at(row, "E_SCHEMA", 0, {}, std::move(breach)));
      return;
    }
  }
  if (builder.is_mapped()) {
    builder.begin(row, root);
    builder.read_mapped();
    builder.finish();
    return;
  }
  const auto layout = std::ranges::find_if(
      layouts, [root](const LayoutEntry* entry) { return entry->matches(root); });
  if (layout == layouts.end()) {
    batch.fates[row] = Fate::kQuarantined;
    batch.findings.push_back(unrecognised(row, root));
    return;
  }
  builder.begin(row, root);
  (*layout)->read(root, builder);
  builder.finish();
}

RecordReader::RecordReader(const Mapping* mapping)
    : state_(new State{.mapping = mapping, .document = {}, .fault = {}}) {}
RecordReader::~RecordReader() = default;

void RecordReader::read(Batch& batch) {
  batch.pairs.resize(batch.records.size());
  batch.fates.resize(batch.records.size(), Fate::kExported);
  batch.metadata.reserve(batch.metadata.size() + batch.records.size());
  PairBuilder builder(batch, state_->mapping);
  for (std::size_t row = 0; row < batch.records.size(); ++row) {
    // What a container has quarantined already is no record to read.
    if (batch.fates[row] == Fate::kQuarantined) continue;
    state_->read_one(batch, row, builder);
  }
}

}  // namespace bmo::formats
