// Following the rules of a mapping.
#include "bmo/formats/kit/mapped_reading.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/check.hpp"
#include "bmo/formats/kit/dialogue.hpp"
#include "bmo/formats/kit/instruction.hpp"
#include "bmo/formats/kit/keep.hpp"
#include "bmo/formats/kit/message_reading.hpp"
#include "bmo/formats/kit/metadata_reading.hpp"
#include "bmo/formats/kit/preference.hpp"

namespace bmo::formats::kit {
namespace {

void mark(Building& building, std::size_t field, Use use, json::Value inner) {
  if (building.uses[field] != Use::kTaken) building.uses[field] = use;
  if (use == Use::kPartly) building.named.push_back(inner.raw().data());
}

/// The value at the end of a path, its field marked; empty where it is not there.
json::Value walk(Building& building, const FieldPath& path) {
  // A field may carry the whole path as its name, as in the header of a CSV file.
  const std::size_t whole = field_index(building, path.text);
  if (whole != kNoField) {
    mark(building, whole, Use::kTaken, {});
    return building.fields[whole].value;
  }
  const std::size_t field = field_index(building, path.steps.front().key);
  if (field == kNoField) return {};
  json::Value value = building.fields[field].value;
  for (std::size_t i = 1; i < path.steps.size() && value; ++i) {
    value = follow(value, path.steps[i]);
  }
  if (value) mark(building, field, Use::kPartly, value);
  return value;
}

/// The message that a tree begins with: the path's last step names the list of its replies. The
/// fields stay open, so that extra keeps the branches that are not walked.
json::Value tree_root(const Building& building, const FieldPath& path) {
  json::Value node = building.record;
  for (std::size_t i = 0; i + 1 < path.steps.size() && node; ++i) {
    node = follow(node, path.steps[i]);
  }
  return node && node.is_object() ? node : json::Value();
}

void add_text_turn(Building& building, Role role, std::string_view text) {
  building.messages.push_back({.role = role, .content = text});
}

bool is_given(json::Value value) {
  return value && !value.is_null();
}

void missing(Building& building, std::string_view place) {
  add_fault(building, "E_MISSING_FIELD", {}, std::string(place),
            "the mapping names it, but the record has no such field");
}

FieldPath good_path(const std::string& text) {
  Result<FieldPath> path = parse_path(text);
  BMO_CHECK(path);
  return *std::move(path);
}

bool is_pair_field(std::string_view target) {
  return std::ranges::find(kPairFields, target) != std::end(kPairFields);
}

bool holds_conversation(std::string_view target) {
  return target == "messages" || target == "instruction" || target == "response";
}

}  // namespace

MappingPlan::MappingPlan(const Mapping* mapping) : mapping_(mapping) {
  if (mapping == nullptr) return;
  for (const Mapping::FieldRule& rule : mapping->fields) {
    FieldPath path = good_path(rule.path);
    if (is_pair_field(rule.target)) {
      names_conversation_ = names_conversation_ || holds_conversation(rule.target);
      pair_rules_.push_back({rule.target, std::move(path)});
    } else {
      column_rules_.push_back({find_metadata_field(rule.target), std::move(path)});
    }
  }
  for (const Mapping::ScoreRule& rule : mapping->scores) {
    score_rules_.push_back({&rule, good_path(rule.path)});
  }
}

const FieldPath* MappingPlan::path_of(std::string_view target) const {
  for (const PairRule& rule : pair_rules_) {
    if (rule.target == target) return &rule.path;
  }
  return nullptr;
}

std::string_view MappingPlan::place_of(std::string_view target) const {
  const FieldPath* path = path_of(target);
  return path != nullptr ? std::string_view(path->text) : target;
}

json::Value MappingPlan::value_of(Building& building, std::string_view target) const {
  if (const FieldPath* path = path_of(target)) return walk(building, *path);
  const std::size_t field = field_index(building, target);
  if (field == kNoField) return {};
  mark(building, field, Use::kTaken, {});
  return building.fields[field].value;
}

void MappingPlan::read_conversation(Building& building) const {
  if (const FieldPath* path = path_of("messages")) {
    read_messages_rule(building, *path);
  } else {
    read_plain_turns(building);
  }
  if (path_of("rejected") != nullptr && building.num_faults == 0) read_rejected(building);
}

void MappingPlan::read_messages_rule(Building& building, const FieldPath& path) const {
  if (path.form == PathForm::kTree) {
    const json::Value root = tree_root(building, path);
    if (!root) return missing(building, path.text);
    read_tree(building, root, path.steps.back().key, path.text);
    return;
  }
  json::Value value = walk(building, path);
  if (!is_given(value)) return missing(building, path.text);
  if (path.form == PathForm::kTranscript) {
    read_transcript(building, value, path.text, Into::kConversation);
    return;
  }
  if (value.is_string()) {
    const json::Value inner =
        building.nested.open_container(value.text(building.arena()), building.arena());
    if (inner) value = inner;
  }
  if (!value.is_array()) {
    add_type_fault(building, value, path.text, "a list of messages");
    return;
  }
  read_messages(building, value, path.text, Into::kConversation);
}

void MappingPlan::read_plain_turns(Building& building) const {
  std::string_view text;
  const json::Value system = value_of(building, "system");
  if (is_given(system) && read_text(building, system, place_of("system"), text) && !text.empty()) {
    add_text_turn(building, Role::kSystem, text);
  }
  std::string_view instruction;
  if (!read_text(building, value_of(building, "instruction"), place_of("instruction"),
                 instruction)) {
    return;
  }
  const json::Value input = value_of(building, "input");
  std::string_view input_text;
  if (is_given(input) && !read_text(building, input, place_of("input"), input_text)) return;
  add_text_turn(building, Role::kUser, join_input(building, instruction, input_text));
  if (!read_text(building, value_of(building, "response"), place_of("response"), text)) return;
  add_text_turn(building, Role::kAssistant, text);
}

void MappingPlan::read_rejected(Building& building) const {
  const FieldPath& path = *path_of("rejected");
  const json::Value value = walk(building, path);
  if (!is_given(value)) return missing(building, path.text);
  std::string_view text;
  if (path.form == PathForm::kTranscript) {
    read_transcript(building, value, path.text, Into::kRejected);
  } else if (value.is_array() && looks_like_messages(value)) {
    read_messages(building, value, path.text, Into::kRejected);
  } else if (names_role(value)) {
    read_message(building, value, {path.text}, Into::kRejected);
  } else if (read_text(building, value, path.text, text)) {
    building.rejected.push_back({.role = Role::kAssistant, .content = text});
  }
  if (building.num_faults == 0) settle_rejected(building, building.messages.size() - 1);
}

void MappingPlan::read_score(Building& building, const ScoreRule& rule) const {
  const json::Value value = walk(building, rule.path);
  if (!is_given(value)) return;
  const std::size_t before = building.scores.size();
  if (!put_score(building, rule.rule->name, value, rule.path.text)) {
    add_type_fault(building, value, rule.path.text, "a number that a double can hold");
    return;
  }
  if (building.scores.size() == before || !rule.rule->scale) return;
  const auto& [low, high] = *rule.rule->scale;
  const double score = building.scores.back().value;
  if (score >= low && score <= high) return;
  add_fault(building, "E_RANGE", value, rule.path.text,
            "expected " + std::to_string(low) + " to " + std::to_string(high) + ", found " +
                describe(value));
}

void MappingPlan::read_metadata(Building& building) const {
  for (const std::string_view target : {"id", "label", "tools"}) {
    const FieldPath* path = path_of(target);
    if (path == nullptr) continue;
    const json::Value value = walk(building, *path);
    if (!is_given(value)) continue;
    const bool is_put = target == "id"      ? put_id(building, value)
                        : target == "label" ? put_label(building, value)
                                            : put_tools(building, value);
    if (!is_put) add_type_fault(building, value, path->text, target);
  }
  for (const ColumnRule& rule : column_rules_) {
    const json::Value value = walk(building, rule.path);
    if (!is_given(value) || put_canonical(building, *rule.card, value, rule.path.text)) continue;
    building.extra.add(rule.path.text, value.raw());
  }
  for (const ScoreRule& rule : score_rules_)
    read_score(building, rule);
}

void MappingPlan::put_constants(Building& building) const {
  if (mapping_ == nullptr) return;
  for (const auto& [path, text] : mapping_->constants) {
    const FieldCard& card = *find_metadata_field(path);
    if (card.kind == FieldKind::kText) {
      std::string_view& slot = building.metadata.texts[card.slot];
      if (slot.empty()) slot = building.arena().keep(text);
    } else if (card.kind == FieldKind::kReal) {
      double& slot = building.metadata.reals[card.slot];
      if (is_absent(slot)) std::from_chars(text.data(), text.data() + text.size(), slot);
    } else if (building.metadata.lists[card.slot].empty()) {
      const std::string_view item = building.arena().keep(text);
      building.metadata.lists[card.slot] = keep_all<std::string_view>(building.arena(), {&item, 1});
    }
    building.has_metadata = true;
  }
}

}  // namespace bmo::formats::kit
