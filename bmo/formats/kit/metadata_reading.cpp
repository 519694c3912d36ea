// Which field of a record is which canonical column.
#include "bmo/formats/kit/metadata_reading.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/message_reading.hpp"
#include "bmo/formats/kit/preference.hpp"

namespace bmo::formats::kit {
namespace {

struct Alias {
  std::string_view name;
  std::string_view path;
};

constexpr std::array kAliases{
    Alias{"topic", "topics"},
    Alias{"tag", "tags"},
    Alias{"source", "source.document"},
};

constexpr std::array<std::string_view, 3> kScoreNames{"quality", "score", "rating"};
constexpr std::array<std::string_view, 3> kGroups{"source", "generation", "review"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A name by which a canonical column is known; within a group "source.uri" and "source_uri" alike.
struct KnownName {
  std::string_view group;
  std::string_view name;
  const FieldCard* card;

  std::size_t size() const { return group.empty() ? name.size() : group.size() + 1 + name.size(); }

  /// Precondition: `given` is of this size.
  bool is(std::string_view given) const {
    if (group.empty()) return given == name;
    const char mark = given[group.size()];
    return (mark == '.' || mark == '_') && given.starts_with(group) && given.ends_with(name);
  }
};

/// All known names by their length, so that a given one is compared with few of them.
class KnownNames {
 public:
  KnownNames() {
    for (const FieldCard& card : metadata_fields()) {
      if (card.kind != FieldKind::kJson) add({card.group, card.name, &card});
    }
    for (const Alias& alias : kAliases)
      add({{}, alias.name, find_metadata_field(alias.path)});
  }

  /// nullptr where no column is known by that name.
  const FieldCard* find(std::string_view given) const {
    if (given.size() >= by_size_.size()) return nullptr;
    for (const KnownName& known : by_size_[given.size()]) {
      if (known.is(given)) return known.card;
    }
    return nullptr;
  }

 private:
  void add(const KnownName& known) {
    if (known.size() >= by_size_.size()) by_size_.resize(known.size() + 1);
    by_size_[known.size()].push_back(known);
  }

  std::vector<std::vector<KnownName>> by_size_;
};

const FieldCard* card_named(std::string_view name) {
  static const KnownNames kNames;
  return kNames.find(name);
}

bool is_named(const Building& building, json::Value value) {
  return std::find(building.named.begin(), building.named.end(), value.raw().data()) !=
         building.named.end();
}

bool holds_named(const Building& building, json::Value value) {
  const char* first = value.raw().data();
  const char* last = first + value.raw().size();
  return std::any_of(building.named.begin(), building.named.end(),
                     [&](const char* at) { return at > first && at < last; });
}

void append_rest(const Building& building, json::Value value, std::string& out);

/// Did a mapping take every element, or all that is inside it?
bool is_all_taken(const Building& building, json::Value list) {
  std::string rest;
  for (const json::Value element : list.elements()) {
    rest.clear();
    if (is_named(building, element)) continue;
    append_rest(building, element, rest);
    if (rest != "{}") return false;
  }
  return true;
}

/// The object's text without the members that a mapping took; "{}" where nothing is left.
void append_rest(const Building& building, json::Value value, std::string& out) {
  const bool is_touched = holds_named(building, value);
  if (is_touched && value.is_array() && is_all_taken(building, value)) {
    out += "{}";
    return;
  }
  if (!value.is_object() || !is_touched) {
    out += value.raw();
    return;
  }
  char before = '{';
  for (const auto& [key, member] : value.fields()) {
    if (is_named(building, member)) continue;
    out += before;
    json::append_string(out, key);
    out += ':';
    append_rest(building, member, out);
    before = ',';
  }
  out += before == '{' ? "{}" : "}";
}

void keep_rest(Building& building, std::string_view name, json::Value value) {
  building.scratch.clear();
  append_rest(building, value, building.scratch);
  if (building.scratch != "{}") building.extra.add(name, building.scratch);
}

std::string_view second_prefix(Level level) {
  return level == Level::kTop ? "record." : "metadata.";
}

/// The members of `source`, `generation` or `review`; those without a canonical name stay in extra
/// under "source.NAME".
void take_group(Building& building, std::string_view group, json::Value object, Level level) {
  std::string path;
  for (const auto& [key, value] : object.fields()) {
    path.assign(group).append(".").append(key);
    const FieldCard* card = find_metadata_field(path);
    const bool is_ours = card != nullptr && card->kind != FieldKind::kJson;
    if (is_ours && (value.is_null() || put_canonical(building, *card, value, path))) continue;
    building.extra.add(path, value.raw(), second_prefix(level));
  }
}

/// `extra` as we write it is JSON text; its members go back to where they were.
bool take_extra(Building& building, json::Value value) {
  if (value.is_string()) {
    const std::string_view text = value.text(building.arena());
    if (text.empty()) return true;
    value = building.nested.open_container(text, building.arena());
  }
  if (!value || !value.is_object()) return false;
  for (const auto& [key, member] : value.fields()) {
    building.extra.add(key, member.raw(), "extra.");
  }
  return true;
}

bool take_rejected(Building& building, json::Value value) {
  if (!building.rejected.empty() || field_index(building, "chosen") != kNoField) return false;
  if (building.from_cells && value.is_string()) {
    const json::Value inner =
        building.nested.open_container(value.text(building.arena()), building.arena());
    if (inner) value = inner;
  }
  if (value.is_array() && value.size() == 0) return true;
  if (value.is_string()) {
    const std::string_view text = value.text(building.arena());
    if (!text.empty()) {
      building.rejected.push_back({.role = Role::kAssistant, .content = text});
    }
  } else if (!looks_like_messages(value)) {
    return false;
  } else if (value.is_array()) {
    read_messages(building, value, "rejected", Into::kRejected);
  } else {
    read_message(building, value, {"rejected"}, Into::kRejected);
  }
  if (!building.messages.empty()) settle_rejected(building, building.messages.size() - 1);
  return true;
}

/// The cut that another layout kept for Alpaca; `finish` drops it where it is none.
bool take_input_at(Building& building, json::Value value) {
  const json::Value number = number_of(building, value);
  if (!number || !(number.real() >= 1) || !(number.real() < 4294967296.0)) return false;
  if (building.input_at == 0) building.input_at = static_cast<std::uint32_t>(number.real());
  return true;
}

json::Value opened_object(Building& building, json::Value value) {
  if (value.is_object()) return value;
  if (!building.from_cells || !value.is_string()) return {};
  const json::Value inner =
      building.nested.open_container(value.text(building.arena()), building.arena());
  return inner && inner.is_object() ? inner : json::Value();
}

bool take_inside(Building& building, json::Value value) {
  const json::Value object = opened_object(building, value);
  if (!object) return false;
  // Inside a cell's JSON text the values have their types again.
  const bool from_cells = building.from_cells;
  building.from_cells = false;
  for (const auto& [key, member] : object.fields()) {
    take_field(building, key, member, Level::kInside);
  }
  building.from_cells = from_cells;
  return true;
}

/// The fields that are of the pair itself. False: of no such name, or not of the right type.
bool take_special(Building& building, std::string_view name, json::Value value, Level level) {
  if (level == Level::kTop && name == "id") return put_id(building, value);
  if (level == Level::kTop && name == "metadata") return take_inside(building, value);
  if (name == "extra") return take_extra(building, value);
  if (name == "rejected") return take_rejected(building, value);
  if (name == "label" || name == "kto_tag") return put_label(building, value);
  if (name == "tools") return put_tools(building, value);
  if (name == "input_at") return take_input_at(building, value);
  return false;
}

bool is_special(std::string_view name, Level level) {
  constexpr std::array<std::string_view, 5> kNames{"extra", "rejected", "label", "kto_tag",
                                                   "tools"};
  if (is_one_of(name, kNames)) return true;
  return level == Level::kTop ? name == "id" || name == "metadata" : name == "input_at";
}

bool is_empty_cell(Building& building, json::Value value) {
  return building.from_cells && value.is_string() && value.raw().size() == 2;
}

bool take_known(Building& building, std::string_view name, json::Value value, Level level,
                const FieldCard* card) {
  if (is_one_of(name, kGroups)) {
    if (const json::Value object = opened_object(building, value)) {
      take_group(building, name, object, level);
      return true;
    }
  }
  if (card != nullptr) return put_canonical(building, *card, value, name);
  if (!is_one_of(name, kScoreNames) || value.is_array() || value.is_object()) return false;
  return put_score(building, name, value, name);
}

}  // namespace

void take_field(Building& building, std::string_view name, json::Value value, Level level) {
  const bool special = is_special(name, level);
  const FieldCard* card = special ? nullptr : card_named(name);
  if (special || card != nullptr || is_one_of(name, kGroups) || is_one_of(name, kScoreNames)) {
    if (value.is_null() || is_empty_cell(building, value)) return;
    if (special ? take_special(building, name, value, level)
                : take_known(building, name, value, level, card)) {
      return;
    }
  }
  building.extra.add(name, value.raw(), second_prefix(level));
}

void take_metadata(Building& building) {
  for (std::size_t i = 0; i < building.fields.size(); ++i) {
    const auto& [name, value] = building.fields[i];
    if (building.uses[i] == Use::kOpen) take_field(building, name, value, Level::kTop);
    if (building.uses[i] == Use::kPartly) keep_rest(building, name, value);
  }
}

}  // namespace bmo::formats::kit
