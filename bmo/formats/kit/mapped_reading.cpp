// Following the rules of a mapping.
#include "bmo/formats/kit/mapped_reading.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/check.hpp"
#include "bmo/base/keep_all.hpp"
#include "bmo/base/text.hpp"
#include "bmo/formats/kit/dialogue.hpp"
#include "bmo/formats/kit/instruction.hpp"
#include "bmo/formats/kit/join_template.hpp"
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

/// A value of JSON text that is made here.
json::Value made_value(Building& building, std::string_view json_text) {
  return building.nested.open(building.arena().keep(json_text), building.arena());
}

json::Value text_value(Building& building, std::string_view text) {
  std::string quoted;
  json::append_string(quoted, text);
  return made_value(building, quoted);
}

/// What a value says within a join: nothing where it is not there.
std::string_view said(Building& building, json::Value value) {
  if (!is_given(value)) return {};
  return value.is_string() ? value.text(building.arena()) : value.raw();
}

json::Value joined(Building& building, const std::vector<JoinStep>& steps) {
  std::string text;
  for (const JoinStep& step : steps)
    text += step.path ? said(building, walk(building, *step.path)) : std::string_view(step.text);
  return text_value(building, text);
}

json::Value as_flag(Building& building, json::Value value) {
  const std::string_view text = trim_ascii(said(building, value));
  if (text == "true" || text == "True" || text == "1") return made_value(building, "true");
  if (text == "false" || text == "False" || text == "0") return made_value(building, "false");
  return value;
}

/// The value in the type asked for, or as it is where it has no such form: then its field's own
/// check tells.
json::Value typed(Building& building, json::Value value, Mapping::Type type) {
  switch (type) {
    case Mapping::Type::kAsItIs:
      return value;
    case Mapping::Type::kText:
      return value.is_string() ? value : text_value(building, value.raw());
    case Mapping::Type::kFlag:
      return as_flag(building, value);
    case Mapping::Type::kNumber:
    case Mapping::Type::kInteger:
    case Mapping::Type::kJson:
      break;
  }
  if (!value.is_string()) return value;
  const json::Value inner =
      building.nested.open(trim_ascii(value.text(building.arena())), building.arena());
  const bool wants_number = type != Mapping::Type::kJson;
  return inner && (!wants_number || inner.kind() == json::Kind::kNumber) ? inner : value;
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
    if (is_pair_field(rule.target)) {
      names_conversation_ = names_conversation_ || holds_conversation(rule.target);
      pair_rules_.push_back({rule.target, origin_of(rule)});
    } else {
      column_rules_.push_back({find_metadata_field(rule.target), origin_of(rule)});
    }
  }
  for (const Mapping::ScoreRule& rule : mapping->scores) {
    score_rules_.push_back({&rule, good_path(rule.path)});
  }
}

MappingPlan::Origin MappingPlan::origin_of(const Mapping::FieldRule& rule) {
  if (rule.join.empty()) return {.rule = &rule, .path = good_path(rule.path), .join = {}};
  Origin origin{.rule = &rule, .path = {.text = rule.join, .steps = {}}, .join = {}};
  Result<std::vector<JoinPiece>> pieces = parse_join(rule.join);
  BMO_CHECK(pieces);
  for (JoinPiece& piece : *pieces) {
    origin.join.emplace_back();
    if (piece.is_name) {
      origin.join.back().path = good_path(piece.text);
    } else {
      origin.join.back().text = std::move(piece.text);
    }
  }
  return origin;
}

json::Value MappingPlan::value_at(Building& building, const Origin& origin) {
  json::Value value =
      origin.join.empty() ? walk(building, origin.path) : joined(building, origin.join);
  const std::string& otherwise = origin.rule->otherwise;
  if (!is_given(value) && !otherwise.empty()) value = made_value(building, otherwise);
  return is_given(value) ? typed(building, value, origin.rule->type) : value;
}

const MappingPlan::Origin* MappingPlan::origin_of(std::string_view target) const {
  for (const PairRule& rule : pair_rules_) {
    if (rule.target == target) return &rule.origin;
  }
  return nullptr;
}

std::string_view MappingPlan::place_of(std::string_view target) const {
  const Origin* origin = origin_of(target);
  return origin != nullptr ? std::string_view(origin->path.text) : target;
}

json::Value MappingPlan::value_of(Building& building, std::string_view target) const {
  if (const Origin* origin = origin_of(target)) return value_at(building, *origin);
  const std::size_t field = field_index(building, target);
  if (field == kNoField) return {};
  mark(building, field, Use::kTaken, {});
  return building.fields[field].value;
}

void MappingPlan::read_conversation(Building& building) const {
  if (const Origin* origin = origin_of("messages")) {
    read_messages_rule(building, *origin);
  } else {
    read_plain_turns(building);
  }
  if (origin_of("rejected") != nullptr && building.num_faults == 0) read_rejected(building);
}

void MappingPlan::read_messages_rule(Building& building, const Origin& origin) const {
  const FieldPath& path = origin.path;
  if (path.form == PathForm::kTree) {
    const json::Value root = tree_root(building, path);
    if (!root) return missing(building, path.text);
    read_tree(building, root, path.steps.back().key, path.text);
    return;
  }
  json::Value value = value_at(building, origin);
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
  const Origin& origin = *origin_of("rejected");
  const FieldPath& path = origin.path;
  const json::Value value = value_at(building, origin);
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
    const Origin* origin = origin_of(target);
    if (origin == nullptr) continue;
    const json::Value value = value_at(building, *origin);
    if (!is_given(value)) continue;
    const bool is_put = target == "id"      ? put_id(building, value)
                        : target == "label" ? put_label(building, value)
                                            : put_tools(building, value);
    if (!is_put) add_type_fault(building, value, origin->path.text, target);
  }
  for (const ColumnRule& rule : column_rules_) {
    const json::Value value = value_at(building, rule.origin);
    const std::string& place = rule.origin.path.text;
    if (!is_given(value) || put_canonical(building, *rule.card, value, place)) continue;
    building.extra.add(place, value.raw());
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
