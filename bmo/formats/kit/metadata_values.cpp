// Puts single values into canonical columns.
#include <algorithm>

#include "bmo/base/keep_all.hpp"
#include "bmo/base/text.hpp"
#include "bmo/formats/kit/metadata_reading.hpp"
#include "bmo/formats/kit/tool_calls.hpp"

namespace bmo::formats::kit {
namespace {

bool put_text(Building& building, std::uint8_t slot, json::Value value) {
  std::string_view& text = building.metadata.texts[slot];
  const bool is_seed = slot == static_cast<std::uint8_t>(TextField::kSeedId);
  if (!text.empty()) return false;
  if (value.is_string()) {
    text = value.text(building.arena());
  } else if (is_seed && value.kind() == json::Kind::kNumber) {
    text = value.raw();  // as put_id has it, so that seeds and ids meet
  } else {
    return false;
  }
  building.has_metadata = building.has_metadata || !text.empty();
  return true;
}

bool put_real(Building& building, std::uint8_t slot, json::Value value) {
  double& real = building.metadata.reals[slot];
  const json::Value number = number_of(building, value);
  if (!is_absent(real) || !number || !number.is_exact_real()) return false;
  real = number.real();
  building.has_metadata = true;
  return true;
}

bool all_strings(json::Value list) {
  for (const json::Value element : list.elements()) {
    if (!element.is_string()) return false;
  }
  return true;
}

/// The list that a cell holds as JSON text; else the value itself.
json::Value opened_cell(Building& building, json::Value value) {
  if (!building.from_cells || !value.is_string()) return value;
  const json::Value inner =
      building.nested.open_container(value.text(building.arena()), building.arena());
  return inner ? inner : value;
}

void keep_items(Building& building, std::uint8_t slot) {
  building.metadata.lists[slot] = keep_all<std::string_view>(building.arena(), building.items);
  building.has_metadata = building.has_metadata || !building.items.empty();
}

/// `alone`: may a text that is no list stand for a list of one?
bool put_list(Building& building, std::uint8_t slot, json::Value value, std::string_view name,
              bool alone) {
  if (!building.metadata.lists[slot].empty()) return false;
  const json::Value list = opened_cell(building, value);
  building.items.clear();
  if (list.is_array() && all_strings(list)) {
    for (const json::Value element : list.elements()) {
      building.items.push_back(element.text(building.arena()));
    }
  } else if (value.is_string() && (alone || building.from_cells)) {
    building.items.push_back(value.text(building.arena()));
  } else {
    add_type_fault(building, value, std::string(name), "a list of texts, such as [\"a\",\"b\"]");
    return true;
  }
  keep_items(building, slot);
  return true;
}

bool has_score(const Building& building, std::string_view name) {
  return std::any_of(building.scores.begin(), building.scores.end(),
                     [name](const Score& score) { return score.name == name; });
}

/// One {"name": ..., "value": ...} of a list of scores.
bool put_named_score(Building& building, json::Value element, std::string_view field) {
  if (!element.is_object()) return false;
  const json::Value name = element.find("name");
  const json::Value value = element.find("value");
  if (!name || !name.is_string() || !value) return false;
  if (value.is_null()) return true;
  return put_score(building, name.text(building.arena()), value, field);
}

bool put_scores(Building& building, json::Value value, std::string_view field) {
  const json::Value scores = opened_cell(building, value);
  bool all_taken = scores.is_object() || scores.is_array();
  if (scores.is_object()) {
    for (const auto& [name, score] : scores.fields()) {
      all_taken = score.is_null() || put_score(building, name, score, field);
      if (!all_taken) break;
    }
  } else if (scores.is_array()) {
    for (const json::Value element : scores.elements()) {
      all_taken = put_named_score(building, element, field);
      if (!all_taken) break;
    }
  }
  return all_taken;
}

}  // namespace

json::Value number_of(Building& building, json::Value value) {
  if (building.from_cells && value.is_string()) {
    value = building.nested.open(trim_ascii(value.text(building.arena())), building.arena());
  }
  return value && value.kind() == json::Kind::kNumber ? value : json::Value();
}

bool put_score(Building& building, std::string_view score, json::Value value,
               std::string_view field) {
  if (has_score(building, score)) return false;
  const json::Value number = number_of(building, value);
  if (number && !number.is_exact_real()) return false;
  if (!number) {
    add_type_fault(building, value, std::string(field), "a number");
    return true;
  }
  building.scores.push_back({score, number.real()});
  return true;
}

bool put_canonical(Building& building, const FieldCard& card, json::Value value,
                   std::string_view name) {
  switch (card.kind) {
    case FieldKind::kText:
      return put_text(building, card.slot, value);
    case FieldKind::kReal:
      return put_real(building, card.slot, value);
    case FieldKind::kTextList:
      return put_list(building, card.slot, value, name, name != card.name);
    case FieldKind::kScores: {
      // Either all of the scores are ours, or the field stays whole in extra.
      const std::size_t before = building.scores.size();
      if (put_scores(building, value, name)) return true;
      building.scores.resize(before);
      return false;
    }
    case FieldKind::kJson:
      break;
  }
  return false;
}

/// A text that says true or false is meant so: trainers drop the row where it stays a text.
bool put_label(Building& building, json::Value value) {
  const std::string text =
      lower_ascii(value.is_string() ? value.text(building.arena()) : value.raw());
  const bool is_true = text == "true";
  if (building.label != Label::kNone || (!is_true && text != "false")) return false;
  building.label = is_true ? Label::kTrue : Label::kFalse;
  return true;
}

bool put_tools(Building& building, json::Value value) {
  return building.tools.empty() && read_tools(building, value, building.tools);
}

bool put_id(Building& building, json::Value value) {
  if (!building.id.empty()) return false;
  if (value.is_string()) {
    building.id = value.text(building.arena());
    return true;
  }
  if (value.kind() != json::Kind::kNumber) return false;
  building.id = value.raw();
  return true;
}

}  // namespace bmo::formats::kit
