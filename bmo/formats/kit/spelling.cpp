// Changes how a schema's values are spelled, and cuts it down to the fields that a set holds.
#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "bmo/base/time_text.hpp"
#include "bmo/formats/layouts.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::pair<std::string_view, OptionalField>, 5> kNamed{{
    {"name", kNameField},
    {"tool_calls", kToolCallsField},
    {"tool_call_id", kToolCallIdField},
    {"weight", kWeightField},
    {"tools", kToolsField},
}};

void spell(Field& field, Spelling spelling) {
  if (spelling.whole_weights && field.kind == ColumnKind::kReal && field.name == "weight") {
    field.whole = true;
  }
  if (spelling.argument_objects && field.name == "arguments") {
    field.kind = ColumnKind::kJson;
    field.nested = true;
  }
  if (spelling.no_empty_tools && field.name == "tools") field.optional = true;
  for (Field& child : field.children)
    spell(child, spelling);
}

bool is_absent_field(const Field& field, std::uint8_t present) {
  if (!field.optional) return false;
  const auto* const found =
      std::ranges::find(kNamed, std::string_view(field.name), &decltype(kNamed)::value_type::first);
  return found != kNamed.end() && (present & found->second) == 0;
}

std::uint8_t fields_of(const Message& message) {
  unsigned fields = 0;
  if (!message.name.empty()) fields |= kNameField;
  if (!message.tool_calls.empty()) fields |= kToolCallsField;
  if (!message.tool_call_id.empty()) fields |= kToolCallIdField;
  if (!is_absent(message.weight)) fields |= kWeightField;
  return static_cast<std::uint8_t>(fields);
}

std::string_view with_fraction(std::string_view text, Arena& made) {
  const FractionPlace place = fraction_place(text);
  if (place.at == 0) return text;
  char* const out = made.take(text.size() + place.with.size());
  std::memcpy(out, text.data(), place.at);
  std::memcpy(out + place.at, place.with.data(), place.with.size());
  std::memcpy(out + place.at + place.with.size(), text.data() + place.at, text.size() - place.at);
  return {out, text.size() + place.with.size()};
}

/// `at` alone is a time within a review.
bool holds_time(std::string_view name) {
  return name == "created_at" || name == "at";
}

void spell_times_in(const std::vector<Field>& fields, std::vector<Column>& columns, Arena& made) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].kind == ColumnKind::kStruct) {
      spell_times_in(fields[i].children, columns[i].children, made);
    } else if (fields[i].kind == ColumnKind::kText && holds_time(fields[i].name)) {
      for (std::string_view& text : columns[i].text)
        text = with_fraction(text, made);
    }
  }
}

}  // namespace

void spell_times(const Schema& schema, Columns& rows) {
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (schema[i].name == "metadata" && schema[i].kind == ColumnKind::kStruct) {
      spell_times_in(schema[i].children, rows.columns[i].children, rows.made);
    }
  }
}

Schema spelled(Schema schema, Spelling spelling) {
  for (Field& field : schema)
    spell(field, spelling);
  return schema;
}

std::uint8_t optional_fields_of(const Pair& pair) {
  unsigned fields = pair.tools.empty() ? 0U : unsigned{kToolsField};
  for (const Message& message : pair.messages)
    fields |= fields_of(message);
  for (const Message& message : pair.rejected)
    fields |= fields_of(message);
  return static_cast<std::uint8_t>(fields);
}

Schema with_fields(Schema schema, std::uint8_t present) {
  std::erase_if(schema, [present](const Field& field) { return is_absent_field(field, present); });
  for (Field& field : schema)
    field.children = with_fields(std::move(field.children), present);
  return schema;
}

}  // namespace bmo::formats
