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

/// Valid UTF-8: each byte that breaks it as \xNN.
std::string with_bytes_shown(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t bad = find_invalid_utf8(text); bad != std::string_view::npos;
       bad = find_invalid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(text[bad]);
    out.append(text.substr(0, bad)).append("\\x") += kHex[byte >> 4U];
    out += kHex[byte & 15U];
    text.remove_prefix(bad + 1);
  }
  return out.append(text);
}

}  // namespace

struct RecordReader::State {
  const Mapping* mapping;
  RecordMenders menders;
  std::vector<MendedRecord> mended;
  std::vector<const LayoutEntry*> layouts = layouts_in_order();
  json::Document document;
  json::Fault fault;

  void read_one(Batch& batch, std::size_t row, PairBuilder& builder);
  void read_mended(Batch& batch, std::size_t row, PairBuilder& builder);
  void build(Batch& batch, std::size_t row, PairBuilder& builder);
  void keep_mended(const PairBuilder& builder) {
    mended.insert(mended.end(), builder.mended().begin(), builder.mended().end());
  }
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
    if (builder.finish()) keep_mended(builder);
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
  if (builder.finish()) keep_mended(builder);
}

/// A record whose bytes are no UTF-8 is read from its mended text; its own bytes stay what it is
/// known by.
void RecordReader::State::read_mended(Batch& batch, std::size_t row, PairBuilder& builder) {
  Record& record = batch.records[row];
  const std::string_view own = record.json;
  std::string text;
  if (find_invalid_utf8(own) == std::string_view::npos || !menders.bytes(own, text)) {
    if (batch.fates[row] != Fate::kQuarantined) read_one(batch, row, builder);
    return;
  }
  if (batch.fates[row] == Fate::kQuarantined) {
    std::erase_if(batch.findings, [row](const Finding& finding) { return finding.row == row; });
    batch.fates[row] = Fate::kExported;
  }
  mended.push_back({.row = static_cast<std::uint32_t>(row),
                    .field = "record",
                    .before = batch.arena.keep(with_bytes_shown(own)),
                    .after = batch.arena.keep(text)});
  const std::string_view raw = record.raw;
  const bool is_own_text = own.data() >= raw.data() && own.data() < raw.data() + raw.size();
  record.json = mended.back().after;
  if (is_own_text) record.raw = record.json;
  read_one(batch, row, builder);
  record.raw = raw;
}

RecordReader::RecordReader(const Mapping* mapping) : RecordReader(mapping, RecordMenders{}) {}
RecordReader::RecordReader(const Mapping* mapping, RecordMenders menders)
    : state_(new State{
          .mapping = mapping, .menders = menders, .mended = {}, .document = {}, .fault = {}}) {}
RecordReader::~RecordReader() = default;

const std::vector<MendedRecord>& RecordReader::mended() const {
  return state_->mended;
}

void RecordReader::read(Batch& batch) {
  batch.pairs.resize(batch.records.size());
  batch.fates.resize(batch.records.size(), Fate::kExported);
  batch.metadata.reserve(batch.metadata.size() + batch.records.size());
  state_->mended.clear();
  PairBuilder builder(batch, state_->mapping, state_->menders.role);
  for (std::size_t row = 0; row < batch.records.size(); ++row) {
    if (state_->menders.bytes != nullptr) {
      state_->read_mended(batch, row, builder);
      continue;
    }
    // What a container has quarantined already is no record to read.
    if (batch.fates[row] == Fate::kQuarantined) continue;
    state_->read_one(batch, row, builder);
  }
  // What could not be read all the same was not mended.
  std::erase_if(state_->mended, [&batch](const MendedRecord& one) {
    return batch.fates[one.row] == Fate::kQuarantined;
  });
}

}  // namespace bmo::formats
