// Walks every node of the tree, whatever its place, so that nothing can hide in a corner of it.
#include "bmo/table/filter_tree.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "bmo/base/text.hpp"

namespace bmo::table {
namespace {

using json::Dom;

constexpr int kMaxDepth = 64;
constexpr int kMaxNodes = 1000;

constexpr std::array kClasses =
    std::to_array<std::string_view>({"BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON",
                                     "CONJUNCTION", "CONSTANT", "FUNCTION", "OPERATOR"});

constexpr std::array kCastTypes = std::to_array<std::string_view>(
    {"BIGINT",       "BOOLEAN",      "DATE",        "DECIMAL",   "DOUBLE",
     "FLOAT",        "HUGEINT",      "INTEGER",     "INTERVAL",  "JSON",
     "LIST",         "SMALLINT",     "TIME",        "TIMESTAMP", "TIMESTAMP WITH TIME ZONE",
     "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP_S", "TINYINT",   "UBIGINT",
     "UINTEGER",     "USMALLINT",    "UTINYINT",    "VARCHAR"});

std::string text_at(const Dom& node, const char* key) {
  const auto found = node.find(key);
  return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool holds(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// What people call a kind of node that is refused.
std::string spoken(const std::string& node_class) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSpoken{{
      {"SUBQUERY", "a query inside the filter"},
      {"WINDOW", "a window function"},
      {"LAMBDA", "a lambda"},
      {"STAR", "`*`"},
      {"PARAMETER", "a parameter"},
      {"COLLATE", "COLLATE"},
  }};
  for (const auto& [name, words] : kSpoken) {
    if (name == node_class) return std::string(words);
  }
  return "SQL of the kind " + excerpt(node_class, 40);
}

class TreeCheck {
 public:
  TreeCheck(const Schema& schema, const std::vector<std::string>& scores)
      : schema_(schema), scores_(scores) {}

  /// The error is kept, not returned, so that the walk reads as what it is.
  void walk(const Dom& value, int depth) {
    if (failed_ || !value.is_structured()) return;
    const bool is_node = value.is_object() && value.contains("class");
    if (is_node) judge(value, depth);
    for (const auto& [key, inner] : value.items()) {
      if (key == "cast_type" || key == "type_expr") {
        judge_types(inner);
      } else if (key != "value") {  // A constant's own value holds no nodes.
        walk(inner, depth + (is_node ? 1 : 0));
      }
    }
  }

  /// nullptr: the tree is fine.
  const Error* error() const { return failed_ ? &error_ : nullptr; }

  FilterNames names() const {
    FilterNames names{.columns = {columns_.begin(), columns_.end()}, .scores = {}};
    for (const std::size_t score : used_scores_)
      names.scores.push_back(scores_[score]);
    return names;
  }

 private:
  void judge(const Dom& node, int depth) {
    where_ = &node;
    if (++nodes_ > kMaxNodes || depth > kMaxDepth) {
      return forbid("the filter is too large",
                    "at most 1,000 parts, nested at most 64 deep, are taken");
    }
    const std::string node_class = text_at(node, "class");
    if (!holds(kClasses, node_class)) {
      return forbid("a filter may not use " + spoken(node_class),
                    "a filter is one expression over the columns of a pair");
    }
    if (node_class == "FUNCTION") judge_function(node);
    if (node_class == "COLUMN_REF") judge_column(node);
    if (node_class == "OPERATOR" && text_at(node, "type") == "GROUPING_FUNCTION") {
      forbid("a filter may not use GROUPING", "");
    }
  }

  void judge_function(const Dom& node) {
    const std::string name = lower_ascii(text_at(node, "function_name"));
    if (!is_filter_function(name) || !text_at(node, "schema").empty() ||
        !text_at(node, "catalog").empty()) {
      return forbid(
          "a filter may not call `" + excerpt(name, 40) + "`" + nearest_filter_function(name),
          "only functions that depend on their arguments alone are let through");
    }
    const auto orders = node.find("order_bys");
    const bool ordered =
        orders != node.end() && orders->contains("orders") && !orders->at("orders").empty();
    const bool filtered = node.contains("filter") && !node.at("filter").is_null();
    if (ordered || filtered || node.value("distinct", false)) {
      forbid("a filter may not use DISTINCT, ORDER BY or FILTER inside a call", "");
    }
  }

  void judge_types(const Dom& type) {
    if (failed_ || !type.is_structured()) return;
    for (const char* key : {"id", "type_name"}) {
      const std::string name = text_at(type, key);
      if (name.empty() || holds(kCastTypes, name)) continue;
      return forbid("a filter may not cast to " + excerpt(name, 40),
                    "numbers, text, dates, times and lists of them are let through");
    }
    for (const auto& [key, inner] : type.items())
      judge_types(inner);
  }

  void judge_column(const Dom& node) {
    std::vector<std::string> path;
    for (const auto& [key, name] : node.at("column_names").items())
      path.push_back(name);
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      if (lower_ascii(schema_[i].name) != lower_ascii(path[0])) continue;
      columns_.insert(i);
      return judge_path(path, schema_[i]);
    }
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (path.size() != 1 || lower_ascii(scores_[i]) != lower_ascii(path[0])) continue;
      used_scores_.insert(i);
      return;
    }
    unknown(path, 1);
  }

  /// `source.document`: each further name must be a field of a struct.
  void judge_path(const std::vector<std::string>& path, const Field& column) {
    const Field* field = &column;
    for (std::size_t i = 1; i < path.size(); ++i) {
      if (field->kind != ColumnKind::kStruct) return unknown(path, i + 1);
      const auto found = std::ranges::find_if(field->children, [&](const Field& child) {
        return lower_ascii(child.name) == lower_ascii(path[i]);
      });
      if (found == field->children.end()) return unknown(path, i + 1);
      field = &*found;
    }
  }

  void unknown(const std::vector<std::string>& path, std::size_t length) {
    std::string name = path[0];
    for (std::size_t i = 1; i < length; ++i)
      name += "." + path[i];
    std::vector<std::string> known;
    for (const Field& field : schema_)
      add_names(field, "", known);
    known.insert(known.end(), scores_.begin(), scores_.end());
    const std::vector<std::string_view> views(known.begin(), known.end());
    fail("E_FILTER_COLUMN",
         "no column is named `" + excerpt(name, 60) + "`" + did_you_mean(name, views),
         "texts stand in single quotes; `bmo explain E_FILTER_COLUMN` lists the columns");
  }

  static void add_names(const Field& field, const std::string& prefix,
                        std::vector<std::string>& out) {
    out.push_back(prefix + field.name);
    if (field.kind != ColumnKind::kStruct) return;
    for (const Field& child : field.children)
      add_names(child, out.back() + ".", out);
  }

  void forbid(std::string message, std::string why) {
    fail("E_FILTER_FORBIDDEN", std::move(message),
         "filters take comparisons, AND, OR, NOT, arithmetic, CASE, CAST and plain functions");
    error_.why = std::move(why);
  }

  void fail(std::string code, std::string message, std::string hint) {
    failed_ = true;
    error_ = Error{.kind = ErrorKind::kUsage,
                   .code = std::move(code),
                   .message = std::move(message),
                   .hint = std::move(hint)};
    const std::uint64_t at = where_->value("query_location", std::uint64_t{0});
    if (at >= kFilterPrefix.size() && at < (1U << 20U)) {
      error_.place.column = at - kFilterPrefix.size() + 1;
    }
  }

  const Schema& schema_;
  const std::vector<std::string>& scores_;
  const Dom* where_ = nullptr;
  int nodes_ = 0;
  std::set<std::size_t> columns_;
  std::set<std::size_t> used_scores_;
  bool failed_ = false;
  Error error_;
};

Error syntax_error(const Dom& tree) {
  Error error{.kind = ErrorKind::kUsage,
              .code = "E_FILTER_SYNTAX",
              .message = "the filter is not one SQL expression",
              .why = excerpt(text_at(tree, "error_message"), 200),
              .hint =
                  "write one yes-or-no expression, for example: quality >= 7 AND "
                  "list_contains(topics, 'billing')"};
  const std::string position = text_at(tree, "position");
  std::uint64_t at = 0;
  for (const char digit : position)
    at = at * 10 + static_cast<std::uint64_t>(digit - '0') % 10;
  if (at >= kFilterPrefix.size()) error.place.column = at - kFilterPrefix.size() + 1;
  return error;
}

/// Takes the one expression out of a SELECT that has nothing else; null where it has.
Dom take_expression(Dom& tree, Dom& plain) {
  for (Dom* each : {&tree, &plain}) {
    Dom& statements = (*each)["statements"];
    if (statements.size() != 1 || !statements[0].contains("node")) return nullptr;
  }
  Dom& node = tree["statements"][0]["node"];
  if (!node.contains("select_list") || node["select_list"].size() != 1) return nullptr;
  Dom expression = std::move(node["select_list"][0]);
  node.erase("select_list");
  plain["statements"][0]["node"].erase("select_list");
  return tree == plain ? expression : Dom(nullptr);
}

}  // namespace

Result<FilterNames> check_filter_tree(Dom tree, Dom plain, const Schema& schema,
                                      const std::vector<std::string>& score_names) {
  if (tree.value("error", true)) return syntax_error(tree);
  const Dom expression = take_expression(tree, plain);
  if (expression.is_null()) {
    return syntax_error({{"error_message", "more than one expression, or a query around it"}});
  }
  TreeCheck check(schema, score_names);
  check.walk(expression, 1);
  if (const Error* error = check.error()) return *error;
  return check.names();
}

}  // namespace bmo::table
