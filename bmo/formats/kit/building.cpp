// Starting a record, and its faults.
#include "bmo/formats/kit/building.hpp"

#include "bmo/base/text.hpp"

namespace bmo::formats::kit {
namespace {

constexpr std::uint32_t kMaxFaults = 8;

bool lies_within(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

/// A record whose JSON is no part of its own bytes was made from text cells by its container.
bool is_from_cells(const Record& record) {
  return !record.raw.empty() && !lies_within(record.json, record.raw);
}

/// The column of a value within the record's line, from 1; 0 where it is not in that line.
std::uint64_t column_of(const Record& record, std::string_view raw) {
  if (!lies_within(raw, record.json) || is_from_cells(record)) return 0;
  const auto offset = static_cast<std::size_t>(raw.data() - record.json.data());
  if (record.json.substr(0, offset).find('\n') != std::string_view::npos) return 0;
  const std::size_t before =
      record.raw.empty() ? 0 : static_cast<std::size_t>(record.json.data() - record.raw.data());
  return before + offset + 1;
}

}  // namespace

void start(Building& building, std::size_t row, json::Value record) {
  building.row = static_cast<std::uint32_t>(row);
  building.from_cells = is_from_cells(building.batch.records[row]);
  building.num_faults = 0;
  building.record = record;
  building.fields.clear();
  for (const json::Field field : record.fields())
    building.fields.push_back(field);
  building.uses.assign(building.fields.size(), Use::kOpen);
  building.named.clear();
  building.messages.clear();
  building.rejected.clear();
  building.label = Label::kNone;
  building.tools = {};
  building.id = {};
  building.input_at = 0;
  if (building.has_metadata) building.metadata = Metadata();
  building.has_metadata = false;
  building.scores.clear();
  building.extra.reset();
  building.nested.reset();
  building.mended.clear();
}

std::size_t field_index(const Building& building, std::string_view name) {
  for (std::size_t i = 0; i < building.fields.size(); ++i) {
    if (building.fields[i].key == name) return i;
  }
  return kNoField;
}

void add_fault(Building& building, std::string_view code, json::Value at, std::string field,
               std::string detail) {
  building.batch.fates[building.row] = Fate::kQuarantined;
  if (building.num_faults++ >= kMaxFaults) return;
  const Record& record = building.batch.records[building.row];
  building.batch.findings.push_back({.code = code,
                                     .severity = Severity::kError,
                                     .row = building.row,
                                     .column = at ? column_of(record, at.raw()) : 0,
                                     .field = std::move(field),
                                     .detail = std::move(detail)});
}

void add_type_fault(Building& building, json::Value at, std::string field,
                    std::string_view expected) {
  std::string detail = "expected ";
  detail += expected;
  detail += ", found ";
  detail += describe(at);
  add_fault(building, "E_FIELD_TYPE", at, std::move(field), std::move(detail));
}

std::string describe(json::Value value) {
  std::string text(json::kind_name(value.kind()));
  if (value.is_null()) return text;
  text += ' ';
  text += excerpt(value.raw(), 40);
  return text;
}

}  // namespace bmo::formats::kit
