// Changes how a schema's values are spelled, and cuts it down to the fields that a set holds.
#include <algorithm>
#include <array>
#include <utility>

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

}  // namespace

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
