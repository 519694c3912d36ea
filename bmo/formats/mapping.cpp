// Parsing of mapping files.
#include "bmo/formats/mapping.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

#include <toml++/toml.h>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/field_path.hpp"
#include "bmo/formats/kit/join_template.hpp"
#include "bmo/formats/kit/mapped_reading.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 6> kTables{"fields", "constants", "roles",
                                                  "scores", "write",     "schema"};
/// Where with_schema puts the text of the schema.
constexpr std::string_view kSchemaText = "schema_text";
constexpr std::array<std::string_view, 5> kTypes{"text", "number", "integer", "flag", "json"};
constexpr std::array<std::string_view, 4> kRoles{"system", "user", "assistant", "tool"};

/// Parses one file; every fault names the file and the line.
class Parser {
 public:
  explicit Parser(const std::string& file) : file_(file) {}

  Result<Mapping> parse(const toml::table& root);

 private:
  Error fault(const toml::node& at, std::string message, std::string hint) const;
  Status unknown(const toml::node& at, std::string_view what, std::string_view name,
                 std::span<const std::string_view> known) const;
  Result<std::string> text_of(const toml::node& node, const std::string& name) const;
  Status check_path(const toml::node& node, const std::string& path) const;
  Status add_fields(const toml::table& table, const std::string& prefix);
  Status add_field(const toml::node& node, const std::string& target);
  Status add_field_rule(const toml::table& table, const std::string& target);
  Status keep_field(const toml::node& node, Mapping::FieldRule rule);
  Status add_rows(const toml::table& table, const std::string& prefix);
  Status add_row(const toml::node& node, const std::string& path);
  Status add_row_member(const toml::key& key, const toml::node& node, Mapping::RowRule& rule) const;
  Status check_join(const toml::node& node, const std::string& join) const;
  Result<Mapping::Type> type_of(const toml::node& node) const;
  Status add_schema(const toml::table& table);
  Status add_constants(const toml::table& table, const std::string& prefix);
  Status add_constant(const toml::node& node, const std::string& target);
  Status add_roles(const toml::table& table);
  Status add_scores(const toml::table& table);
  Status add_score(const toml::node& node, const std::string& name);
  Status add_score_member(const toml::key& key, const toml::node& node,
                          Mapping::ScoreRule& rule) const;
  Status add_table(std::string_view name, const toml::table& table);
  Result<ScoreScale> scale_of(const toml::node& node) const;

  struct PlacedRow {
    toml::source_position at;
    Mapping::RowRule rule;
  };

  const std::string& file_;
  Mapping mapping_;
  std::vector<PlacedRow> rows_;
};

bool holds_any(const toml::table& table, std::initializer_list<std::string_view> keys) {
  return std::ranges::any_of(keys, [&](std::string_view key) { return table.contains(key); });
}

/// A TOML value as JSON text; numbers without a fraction stay so.
std::string json_of(const toml::node& node) {
  std::ostringstream out;
  if (const auto* list = node.as_array()) {
    out << toml::json_formatter(*list);
  } else if (const auto* table = node.as_table()) {
    out << toml::json_formatter(*table);
  } else if (const auto* text = node.as_string()) {
    std::string quoted;
    json::append_string(quoted, text->get());
    return quoted;
  } else if (const auto whole = node.as_integer()) {
    return std::to_string(whole->get());
  } else if (const auto real = node.as_floating_point()) {
    std::string number;
    json::append_real(number, real->get());
    return number;
  } else if (const auto flag = node.as_boolean()) {
    return flag->get() ? "true" : "false";
  }
  const Result<json::Dom> value = json::parse_dom(out.str());
  return value ? value->dump() : "null";
}

std::string joined(const std::string& prefix, const toml::key& key) {
  return prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
}

/// The canonical columns, and the names of the pair's own fields where `with_pair` is set.
enum class Targets : std::uint8_t { kColumns, kAll };
std::vector<std::string> target_names(Targets targets) {
  std::vector<std::string> names;
  if (targets == Targets::kAll) {
    names.assign(std::begin(kit::kPairFields), std::end(kit::kPairFields));
  }
  for (const FieldCard& card : metadata_fields()) {
    if (card.kind == FieldKind::kJson || card.kind == FieldKind::kScores) continue;
    names.push_back(card.group.empty() ? std::string(card.name)
                                       : std::string(card.group) + "." + std::string(card.name));
  }
  return names;
}

bool is_target(const std::string& name, Targets targets) {
  const auto names = target_names(targets);
  return std::ranges::find(names, name) != names.end();
}

Error Parser::fault(const toml::node& at, std::string message, std::string hint) const {
  Error error{.kind = ErrorKind::kUsage,
              .code = "E_MAPPING",
              .message = std::move(message),
              .hint = std::move(hint)};
  error.place.file = file_;
  error.place.line = at.source().begin.line;
  error.place.column = at.source().begin.column;
  return error;
}

Status Parser::unknown(const toml::node& at, std::string_view what, std::string_view name,
                       std::span<const std::string_view> known) const {
  std::string list;
  for (const std::string_view one : known)
    list.append(list.empty() ? "" : ", ").append(one);
  return fault(
      at,
      "unknown " + std::string(what) + " `" + excerpt(name, 40) + "`" + did_you_mean(name, known),
      "use one of: " + list);
}

Result<std::string> Parser::text_of(const toml::node& node, const std::string& name) const {
  if (const auto* text = node.as_string()) return text->get();
  return fault(node, "`" + excerpt(name, 40) + "` is no text", "write it in quotes");
}

Status Parser::check_path(const toml::node& node, const std::string& path) const {
  auto parsed = kit::parse_path(path);
  if (parsed) return ok();
  Error error = std::move(parsed).error();
  error.place = fault(node, "", "").place;
  return error;
}

Status Parser::add_fields(const toml::table& table, const std::string& prefix) {
  for (const auto& [key, node] : table) {
    const std::string target = joined(prefix, key);
    const auto* inner = node.as_table();
    if (inner != nullptr && holds_any(*inner, {"path", "join"})) {
      BMO_TRY(add_field_rule(*inner, target));
    } else if (inner != nullptr) {
      BMO_TRY(add_fields(*inner, target));
    } else {
      BMO_TRY(add_field(node, target));
    }
  }
  return ok();
}

Status Parser::add_field(const toml::node& node, const std::string& target) {
  Mapping::FieldRule rule{.target = target};
  if (is_target(target, Targets::kAll)) {
    BMO_TRY_AS(rule.path, text_of(node, target));
  }
  return keep_field(node, std::move(rule));
}

Status Parser::add_field_rule(const toml::table& table, const std::string& target) {
  Mapping::FieldRule rule{.target = target};
  for (const auto& [key, node] : table) {
    if (key == "path") {
      BMO_TRY_AS(rule.path, text_of(node, target + ".path"));
    } else if (key == "join") {
      BMO_TRY_AS(rule.join, text_of(node, target + ".join"));
    } else if (key == "type") {
      BMO_TRY_AS(rule.type, type_of(node));
    } else if (key == "default") {
      rule.otherwise = json_of(node);
    } else {
      constexpr std::array<std::string_view, 4> kKnown{"path", "join", "type", "default"};
      return unknown(node, "key", key.str(), kKnown);
    }
  }
  return keep_field(table, std::move(rule));
}

Status Parser::keep_field(const toml::node& node, Mapping::FieldRule rule) {
  if (!is_target(rule.target, Targets::kAll)) {
    const auto names = target_names(Targets::kAll);
    const std::vector<std::string_view> known(names.begin(), names.end());
    return unknown(node, "field", rule.target, known);
  }
  if (rule.join.empty()) {
    BMO_TRY(check_path(node, rule.path));
    rows_.push_back({node.source().begin,
                     {.path = rule.path,
                      .field = rule.target,
                      .type = rule.type,
                      .otherwise = rule.otherwise}});
  } else {
    BMO_TRY(check_join(node, rule.join));
  }
  mapping_.fields.push_back(std::move(rule));
  return ok();
}

Status Parser::check_join(const toml::node& node, const std::string& join) const {
  auto pieces = kit::parse_join(join);
  if (!pieces) {
    Error error = std::move(pieces).error();
    error.place = fault(node, "", "").place;
    return error;
  }
  for (const kit::JoinPiece& piece : *pieces) {
    if (piece.is_name) BMO_TRY(check_path(node, piece.text));
  }
  return ok();
}

Result<Mapping::Type> Parser::type_of(const toml::node& node) const {
  BMO_TRY_AS(const std::string name, text_of(node, "type"));
  const auto at = std::ranges::find(kTypes, name);
  if (at == kTypes.end()) return unknown(node, "type", name, kTypes).error();
  return static_cast<Mapping::Type>(at - kTypes.begin() + 1);
}

Status Parser::add_rows(const toml::table& table, const std::string& prefix) {
  for (const auto& [key, node] : table) {
    const std::string path = joined(prefix, key);
    const auto* inner = node.as_table();
    if (inner != nullptr && !holds_any(*inner, {"value", "field", "join"})) {
      BMO_TRY(add_rows(*inner, path));
    } else {
      BMO_TRY(add_row(node, path));
    }
  }
  return ok();
}

Status Parser::add_row(const toml::node& node, const std::string& path) {
  BMO_TRY(check_path(node, path));
  Mapping::RowRule rule{.path = path};
  if (const auto* table = node.as_table()) {
    for (const auto& [key, member] : *table)
      BMO_TRY(add_row_member(key, member, rule));
  } else {
    BMO_TRY_AS(rule.field, text_of(node, path));
  }
  const int ways =
      (rule.field.empty() ? 0 : 1) + (rule.join.empty() ? 0 : 1) + (rule.value.empty() ? 0 : 1);
  if (ways != 1) {
    return fault(node, "`" + excerpt(path, 40) + "` says more than one thing, or nothing",
                 "write one of field, join and value");
  }
  rows_.push_back({node.source().begin, std::move(rule)});
  return ok();
}

Status Parser::add_row_member(const toml::key& key, const toml::node& node,
                              Mapping::RowRule& rule) const {
  if (key == "field") {
    BMO_TRY_AS(rule.field, text_of(node, rule.path + ".field"));
  } else if (key == "join") {
    BMO_TRY_AS(rule.join, text_of(node, rule.path + ".join"));
    BMO_TRY(check_join(node, rule.join));
  } else if (key == "value") {
    rule.value = json_of(node);
  } else if (key == "type") {
    BMO_TRY_AS(rule.type, type_of(node));
  } else if (key == "default") {
    rule.otherwise = json_of(node);
  } else {
    constexpr std::array<std::string_view, 5> kKnown{"field", "join", "value", "type", "default"};
    return unknown(node, "key", key.str(), kKnown);
  }
  return ok();
}

Status Parser::add_schema(const toml::table& table) {
  for (const auto& [key, node] : table) {
    if (key != "file") {
      constexpr std::array<std::string_view, 1> kKnown{"file"};
      return unknown(node, "key", key.str(), kKnown);
    }
    BMO_TRY_AS(mapping_.schema_file, text_of(node, "file"));
  }
  return ok();
}

Status Parser::add_constants(const toml::table& table, const std::string& prefix) {
  for (const auto& [key, node] : table) {
    const std::string target = joined(prefix, key);
    if (const auto* inner = node.as_table()) {
      BMO_TRY(add_constants(*inner, target));
    } else {
      BMO_TRY(add_constant(node, target));
    }
  }
  return ok();
}

Status Parser::add_constant(const toml::node& node, const std::string& target) {
  if (!is_target(target, Targets::kColumns)) {
    const auto names = target_names(Targets::kColumns);
    const std::vector<std::string_view> known(names.begin(), names.end());
    return unknown(node, "column", target, known);
  }
  const bool is_number = find_metadata_field(target)->kind == FieldKind::kReal;
  const std::optional<double> number = node.value<double>();
  if (is_number && (!number || !std::isfinite(*number))) {
    return fault(node, "`" + target + "` is no number", "write a number without quotes");
  }
  if (is_number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), *number).ptr;
    mapping_.constants[target] = std::string(text.data(), end);
    return ok();
  }
  BMO_TRY_AS(mapping_.constants[target], text_of(node, target));
  return ok();
}

Status Parser::add_roles(const toml::table& table) {
  for (const auto& [key, node] : table) {
    BMO_TRY_AS(const std::string role, text_of(node, std::string(key.str())));
    const auto at = std::ranges::find(kRoles, role);
    if (at == kRoles.end()) return unknown(node, "role", role, kRoles);
    mapping_.roles[std::string(key.str())] = static_cast<Role>(at - kRoles.begin());
  }
  return ok();
}

Result<ScoreScale> Parser::scale_of(const toml::node& node) const {
  const auto* list = node.as_array();
  std::optional<double> low;
  std::optional<double> high;
  if (list != nullptr && list->size() == 2) {
    low = (*list)[0].value<double>();
    high = (*list)[1].value<double>();
  }
  if (low && high && *low < *high) return ScoreScale{*low, *high};
  return fault(node, "a scale is the lowest and the highest value", "write scale = [1, 5]");
}

Status Parser::add_score_member(const toml::key& key, const toml::node& node,
                                Mapping::ScoreRule& rule) const {
  if (key == "path") {
    BMO_TRY_AS(rule.path, text_of(node, rule.name + ".path"));
    return ok();
  }
  if (key == "scale") {
    BMO_TRY_AS(rule.scale, scale_of(node));
    return ok();
  }
  constexpr std::array<std::string_view, 2> kKnown{"path", "scale"};
  return unknown(node, "key", key.str(), kKnown);
}

Status Parser::add_score(const toml::node& node, const std::string& name) {
  Mapping::ScoreRule rule{.name = name, .path = {}, .scale = {}};
  if (const auto* table = node.as_table()) {
    for (const auto& [key, inner] : *table)
      BMO_TRY(add_score_member(key, inner, rule));
  } else {
    BMO_TRY_AS(rule.path, text_of(node, name));
  }
  if (rule.path.empty()) {
    return fault(node, "the score `" + excerpt(name, 40) + "` has no path",
                 "write path = \"the field that holds it\"");
  }
  BMO_TRY(check_path(node, rule.path));
  mapping_.scores.push_back(std::move(rule));
  return ok();
}

Status Parser::add_scores(const toml::table& table) {
  for (const auto& [key, node] : table)
    BMO_TRY(add_score(node, std::string(key.str())));
  return ok();
}

Status Parser::add_table(std::string_view name, const toml::table& table) {
  if (name == "fields") return add_fields(table, "");
  if (name == "constants") return add_constants(table, "");
  if (name == "roles") return add_roles(table);
  if (name == "write") return add_rows(table, "");
  if (name == "schema") return add_schema(table);
  return add_scores(table);
}

Result<Mapping> Parser::parse(const toml::table& root) {
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    if (name == kSchemaText) {
      BMO_TRY_AS(const std::string text, text_of(node, name));
      BMO_TRY_AS(mapping_.schema, json::RowSchema::parse(text));
      continue;
    }
    if (std::ranges::find(kTables, name) == kTables.end()) {
      return unknown(node, "table", name, kTables).error();
    }
    const auto* table = node.as_table();
    if (table == nullptr) {
      return fault(node, "`" + name + "` is no table", "write [" + name + "] on a line of its own");
    }
    BMO_TRY(add_table(name, *table));
  }
  // TOML tables are sorted by name; rows keep the order in which they were written down.
  std::ranges::stable_sort(rows_, [](const PlacedRow& a, const PlacedRow& b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
  for (PlacedRow& row : rows_)
    mapping_.rows.push_back(std::move(row.rule));
  return std::move(mapping_);
}

Error syntax_fault(const toml::parse_error& broken, const std::string& file) {
  Error error{.kind = ErrorKind::kUsage,
              .code = "E_MAPPING",
              .message = "the mapping file is no TOML",
              .why = std::string(broken.description()),
              .hint = "mend the line; text stands in quotes, as in response = \"out.text\""};
  error.place.file = file;
  error.place.line = broken.source().begin.line;
  error.place.column = broken.source().begin.column;
  return error;
}

}  // namespace

std::string with_schema(const std::string& mapping_text, std::string_view schema_text) {
  // On the first line, so that the lines of the file keep their numbers but for one.
  std::string out(kSchemaText);
  out += " = ";
  json::append_string(out, schema_text);
  return out + "\n" + mapping_text;
}

Result<Mapping> parse_mapping(const std::string& text, const std::string& file) {
  try {
    const toml::table root = toml::parse(std::string_view(text), std::string_view(file));
    return Parser(file).parse(root);
  } catch (const toml::parse_error& broken) {
    return syntax_fault(broken, file);
  }
}

}  // namespace bmo::formats
