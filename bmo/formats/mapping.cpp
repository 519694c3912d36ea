// Parsing of mapping files.
#include "bmo/formats/mapping.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <toml++/toml.h>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/field_path.hpp"
#include "bmo/formats/kit/mapped_reading.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 4> kTables{"fields", "constants", "roles", "scores"};
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
  Status add_constants(const toml::table& table, const std::string& prefix);
  Status add_constant(const toml::node& node, const std::string& target);
  Status add_roles(const toml::table& table);
  Status add_scores(const toml::table& table);
  Status add_score(const toml::node& node, const std::string& name);
  Status add_score_member(const toml::key& key, const toml::node& node,
                          Mapping::ScoreRule& rule) const;
  Status add_table(std::string_view name, const toml::table& table);
  Result<ScoreScale> scale_of(const toml::node& node) const;

  const std::string& file_;
  Mapping mapping_;
};

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
    if (const auto* inner = node.as_table()) {
      BMO_TRY(add_fields(*inner, target));
    } else {
      BMO_TRY(add_field(node, target));
    }
  }
  return ok();
}

Status Parser::add_field(const toml::node& node, const std::string& target) {
  if (!is_target(target, Targets::kAll)) {
    const auto names = target_names(Targets::kAll);
    const std::vector<std::string_view> known(names.begin(), names.end());
    return unknown(node, "field", target, known);
  }
  BMO_TRY_AS(std::string path, text_of(node, target));
  BMO_TRY(check_path(node, path));
  mapping_.fields.push_back({target, std::move(path)});
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
  return add_scores(table);
}

Result<Mapping> Parser::parse(const toml::table& root) {
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    if (std::ranges::find(kTables, name) == kTables.end()) {
      return unknown(node, "table", name, kTables).error();
    }
    const auto* table = node.as_table();
    if (table == nullptr) {
      return fault(node, "`" + name + "` is no table", "write [" + name + "] on a line of its own");
    }
    BMO_TRY(add_table(name, *table));
  }
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

Result<Mapping> parse_mapping(const std::string& text, const std::string& file) {
  try {
    const toml::table root = toml::parse(std::string_view(text), std::string_view(file));
    return Parser(file).parse(root);
  } catch (const toml::parse_error& broken) {
    return syntax_fault(broken, file);
  }
}

}  // namespace bmo::formats
