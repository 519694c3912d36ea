// The builder's calls, over the parts that do the reading.
#include <algorithm>
#include <array>

#include "bmo/base/keep_all.hpp"
#include "bmo/formats/kit/building.hpp"
#include "bmo/formats/kit/canonical_json.hpp"
#include "bmo/formats/kit/instruction.hpp"
#include "bmo/formats/kit/mapped_reading.hpp"
#include "bmo/formats/kit/message_reading.hpp"
#include "bmo/formats/kit/metadata_reading.hpp"
#include "bmo/formats/kit/preference.hpp"
#include "bmo/formats/kit/roles.hpp"

namespace bmo::formats {

using kit::Use;

struct PairBuilder::State : kit::Building {
  State(Batch& filled, const Mapping* rules) : Building(filled, rules), plan(rules) {}
  kit::MappingPlan plan;
};

namespace {

bool is_given(json::Value value) {
  return value && !value.is_null();
}

bool is_empty_text(json::Value value) {
  return value.is_string() && value.raw().size() == 2;
}

/// Names under which a CSV cell, or the text column of a table, may hold messages as JSON text.
bool may_hold_messages(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames{
      "messages", "conversations", "history",         "prompt",           "completion",
      "chosen",   "rejected",      "chosen_messages", "rejected_messages"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// These are never plain text, so that JSON text in them is opened wherever it comes from.
bool is_always_list(std::string_view name) {
  return name == "messages" || name == "conversations" || name == "history";
}

json::Value opened(kit::Building& building, std::string_view name, json::Value value) {
  if (!value.is_string() || !may_hold_messages(name)) return value;
  if (!building.from_cells && !is_always_list(name)) return value;
  const json::Value inner =
      building.nested.open_container(value.text(building.arena()), building.arena());
  if (!inner) return value;
  const bool is_list = is_always_list(name) && inner.is_array();
  return is_list || kit::looks_like_messages(inner) ? inner : value;
}

/// One [question, answer] of Alpaca's history.
bool read_exchange(kit::Building& building, json::Value exchange, std::size_t index) {
  std::array<std::string_view, 2> texts;
  std::size_t count = 0;
  if (exchange.is_array() && exchange.size() == 2) {
    for (const json::Value text : exchange.elements()) {
      if (text.is_string()) texts[count++] = text.text(building.arena());
    }
  }
  if (count != 2) {
    kit::add_type_fault(building, exchange, "history[" + std::to_string(index) + "]",
                        "a list of two texts");
    return false;
  }
  building.messages.push_back({.role = Role::kUser, .content = texts[0]});
  building.messages.push_back({.role = Role::kAssistant, .content = texts[1]});
  return true;
}

bool read_history(kit::Building& building, json::Value history) {
  if (!is_given(history) || is_empty_text(history)) return true;
  if (!history.is_array()) {
    kit::add_type_fault(building, history, "history", "a list of [question, answer]");
    return false;
  }
  std::size_t index = 0;
  for (const json::Value exchange : history.elements()) {
    if (!read_exchange(building, exchange, index++)) return false;
  }
  return true;
}

/// The role of a list's first message, where it is named well.
std::optional<kit::FoundRole> first_role(kit::Building& building, json::Value list) {
  if (!list || !list.is_array() || list.size() == 0) return std::nullopt;
  const json::Value first = *list.elements().begin();
  if (!first.is_object()) return std::nullopt;
  json::Value role = first.find("role");
  if (!role) role = first.find("from");
  if (!role || !role.is_string()) return std::nullopt;
  const std::string_view name = role.text(building.arena());
  const std::optional<kit::FoundRole> found = kit::find_role(name, building.mapping);
  return found ? found : kit::mend_role(building, name, {});
}

void store_metadata(kit::Building& building, Pair& pair) {
  Metadata& metadata = building.metadata;
  metadata.scores = keep_all<Score>(building.arena(), building.scores);
  metadata.extra = building.extra.keep(building.arena());
  if (metadata.scores.empty() && metadata.extra.empty() && !building.has_metadata) return;
  pair.metadata = &building.batch.metadata.emplace_back(metadata);
  building.has_metadata = true;  // so that `start` wipes it
}

void store_id(kit::Building& building, Pair& pair) {
  pair.content = kit::content_hash(pair, building.scratch);
  pair.id = building.id;
  if (!pair.id.empty()) return;
  char* hex = building.arena().take(32);
  write_hex(pair.content, hex);
  pair.id = {hex, 32};
}

}  // namespace

PairBuilder::PairBuilder(Batch& batch, const Mapping* mapping, RecordMend mend_role)
    : state_(std::make_unique<State>(batch, mapping)) {
  state_->mend_role = mend_role;
}
PairBuilder::~PairBuilder() = default;

void PairBuilder::begin(std::size_t row, json::Value record) {
  kit::start(*state_, row, record);
}

json::Value PairBuilder::take(std::string_view name) {
  const std::size_t at = kit::field_index(*state_, name);
  if (at == kit::kNoField) return {};
  state_->uses[at] = Use::kTaken;
  return opened(*state_, name, state_->fields[at].value);
}

json::Value PairBuilder::take_json(std::string_view name) {
  const json::Value value = take(name);
  if (!value || !value.is_string()) return value;
  const json::Value inner =
      state_->nested.open_container(value.text(state_->arena()), state_->arena());
  return inner ? inner : value;
}

json::Value PairBuilder::take_any(std::initializer_list<std::string_view> names,
                                  std::string_view* found) {
  std::string_view chosen = *names.begin();
  bool is_null = false;
  for (const std::string_view name : names) {
    const std::size_t at = kit::field_index(*state_, name);
    if (at == kit::kNoField) continue;
    if (state_->fields[at].value.is_null()) {
      if (!is_null) chosen = name;
      is_null = true;
      continue;
    }
    chosen = name;
    break;
  }
  if (found != nullptr) *found = chosen;
  return take(chosen);
}

json::Value PairBuilder::look(std::string_view name) const {
  const std::size_t at = kit::field_index(*state_, name);
  if (at == kit::kNoField) return {};
  const json::Value value = state_->fields[at].value;
  return value.is_null() || is_empty_text(value) ? json::Value() : value;
}

void PairBuilder::add(const Message& message, Into into) {
  state_->into(into).push_back(message);
}

bool PairBuilder::text_of(json::Value value, std::string_view field, std::string_view& out) {
  return kit::read_text(*state_, value, field, out);
}

bool PairBuilder::optional_text_of(json::Value value, std::string_view field,
                                   std::string_view& out) {
  return !is_given(value) || kit::read_text(*state_, value, field, out);
}

bool PairBuilder::turns_of(json::Value value, std::string_view field, Role role, Into into) {
  if (kit::names_role(value)) return kit::read_message(*state_, value, {field}, into);
  if (value && value.is_array() && kit::looks_like_messages(value)) {
    return conversation_of(value, field, into);
  }
  Message message{.role = role};
  if (!kit::read_text(*state_, value, field, message.content)) return false;
  add(message, into);
  return true;
}

bool PairBuilder::conversation_of(json::Value list, std::string_view field, Into into) {
  if (!list || !list.is_array()) {
    if (!is_given(list)) {
      std::string_view none;
      return kit::read_text(*state_, list, field, none);
    }
    kit::add_type_fault(*state_, list, std::string(field), "a list of messages");
    return false;
  }
  if (list.size() == 0) {
    fault("E_EMPTY_FIELD", list, std::string(field), "the list holds no message");
    return false;
  }
  return kit::read_messages(*state_, list, field, into);
}

void PairBuilder::system_before(json::Value list) {
  if (!look("system")) {
    take("system");  // null or "": no system prompt, and nothing to keep
    return;
  }
  const std::optional<kit::FoundRole> first = first_role(*state_, list);
  if (first && first->role == Role::kSystem) return;
  Message message{.role = Role::kSystem};
  if (text_of(take("system"), "system", message.content) && !message.content.empty()) {
    add(message);
  }
}

bool PairBuilder::instruction_of(json::Value instruction, std::string_view field) {
  system_before({});
  if (!read_history(*state_, take("history"))) return false;
  std::string_view text;
  std::string_view input;
  const bool has_text = text_of(instruction, field, text);
  if (!optional_text_of(take("input"), "input", input) || !has_text) return false;
  add({.role = Role::kUser, .content = kit::join_input(*state_, text, input)});
  return true;
}

bool PairBuilder::is_whole_conversation(json::Value list) const {
  const std::optional<kit::FoundRole> first = first_role(*state_, list);
  return first && (first->role == Role::kSystem || first->role == Role::kUser);
}

void PairBuilder::settle_rejected(std::size_t prompt) {
  kit::settle_rejected(*state_, prompt);
}

std::span<const MendedRecord> PairBuilder::mended() const {
  return state_->mended;
}

std::size_t PairBuilder::num_messages() const {
  return state_->messages.size();
}

void PairBuilder::keep(std::string_view before, std::string_view name, json::Value value) {
  if (name == "tools" && (value.is_null() || kit::put_tools(*state_, value))) return;
  state_->extra.add(std::string(before).append(name), value.raw());
}

void PairBuilder::fault(std::string_view code, json::Value at, std::string field,
                        std::string detail) {
  kit::add_fault(*state_, code, at, std::move(field), std::move(detail));
}

bool PairBuilder::is_mapped() const {
  return state_->plan.names_conversation();
}
void PairBuilder::read_mapped() {
  state_->plan.read_conversation(*state_);
}

bool PairBuilder::finish() {
  kit::Building& building = *state_;
  state_->plan.read_metadata(building);
  kit::take_metadata(building);
  state_->plan.put_constants(building);
  if (building.num_faults == 0 && building.messages.empty()) {
    fault("E_EMPTY_FIELD", {}, "messages", "the conversation holds no message");
  }
  Pair& pair = building.batch.pairs[building.row];
  if (building.num_faults != 0) {
    pair = Pair{.id = building.id};  // what it was called is what people will ask for
    return false;
  }
  kit::settle_cut(building);
  pair = Pair{.messages = keep_all<Message>(building.arena(), building.messages),
              .rejected = keep_all<Message>(building.arena(), building.rejected),
              .label = building.label,
              .tools = building.tools,
              .input_at = building.input_at};
  store_id(building, pair);
  store_metadata(building, pair);
  return true;
}

}  // namespace bmo::formats
