// Runs an expression in a DuckDB of its own, in memory, without files, threads or settings to
// change.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "bmo/base/text.hpp"
#include "bmo/table/filter_rows.hpp"
#include "bmo/table/filter_tree.hpp"
#include "bmo/table/ranking.hpp"
#include "bmo/table/table.hpp"

namespace bmo::table {
namespace {

constexpr std::size_t kMaxExpression = std::size_t{64} << 10U;

constexpr const char* kSettings[] = {
    "SET temp_directory=''",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET enable_external_access=false",
    "SET threads=1",
    "SET memory_limit='256MB'",
    "SET TimeZone='UTC'",
    "SET lock_configuration=true",
};

/// A result that is freed with its scope.
class QueryResult {
 public:
  explicit QueryResult(const DuckdbApi& api) : api_(api) {}
  ~QueryResult() { api_.destroy_result(&result_); }
  QueryResult(const QueryResult&) = delete;
  QueryResult& operator=(const QueryResult&) = delete;

  duck::QueryResult* get() { return &result_; }
  /// DuckDB's own message.
  std::string message() {
    const char* text = api_.result_error(&result_);
    return text == nullptr ? "" : text;
  }

 private:
  const DuckdbApi& api_;
  duck::QueryResult result_{};
};

std::string shortened(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  const std::size_t colon = message.find("Error: ");
  if (colon != std::string_view::npos && colon < 40) message.remove_prefix(colon + 7);
  return excerpt(message, 200);
}

/// SQL's way to quote: '"' for names, '\'' for texts.
std::string quoted(const std::string& inner, char quote) {
  std::string text(1, quote);
  for (const char byte : inner)
    text.append(byte == quote ? 2 : 1, byte);
  return text + quote;
}

/// A database in memory with one connection; DuckDB objects are freed in reverse.
class Database {
 public:
  explicit Database(const DuckdbApi& api) : api_(api) {}
  ~Database() {
    if (prepared_ != nullptr) api_.destroy_prepare(&prepared_);
    if (connection_ != nullptr) api_.disconnect(&connection_);
    if (database_ != nullptr) api_.close(&database_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status open() {
    if (api_.open(nullptr, &database_) != duck::State::kSuccess ||
        api_.connect(database_, &connection_) != duck::State::kSuccess) {
      return broken("DuckDB does not open a database in memory");
    }
    for (const char* setting : kSettings) {
      QueryResult result(api_);
      if (api_.query(connection_, setting, result.get()) != duck::State::kSuccess) {
        return broken(std::string(setting) + ": " + shortened(result.message()));
      }
    }
    return ok();
  }

  /// The tree of `SELECT (expression)`.
  Result<json::Dom> parse(const std::string& expression) {
    const std::string sql = "SELECT json_serialize_sql(" +
                            quoted(std::string(kFilterPrefix) + expression + "\n)", '\'') + ")";
    QueryResult result(api_);
    if (api_.query(connection_, sql.c_str(), result.get()) == duck::State::kSuccess) {
      return json::parse_dom(first_text(*result.get()));
    }
    return json::Dom{{"error", true}, {"error_message", shortened(result.message())}};
  }

  Status prepare(const std::string& sql) {
    if (api_.prepare(connection_, sql.c_str(), &prepared_) == duck::State::kSuccess) return ok();
    const char* why = api_.prepare_error(prepared_);
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_FILTER_TYPE",
                 .message = "the filter does not fit the types of its columns",
                 .why = shortened(why == nullptr ? "" : why),
                 .hint = "compare numbers with numbers and text with text, or use TRY_CAST"};
  }

  Status run(QueryResult& result) {
    if (api_.execute_prepared(prepared_, result.get()) == duck::State::kSuccess) return ok();
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_FILTER_TYPE",
                 .message = "the filter fails on a value",
                 .why = shortened(result.message()),
                 .hint = "use TRY_CAST in place of CAST: it gives NULL where it cannot convert"};
  }

  duck::Connection connection() const { return connection_; }

 private:
  static Error broken(std::string why) {
    return {.kind = ErrorKind::kUnsupported,
            .code = "E_UNSUPPORTED",
            .message = "this DuckDB cannot be used for filters",
            .why = std::move(why),
            .hint = "see `bmo doctor` for the version that is wanted"};
  }

  /// DuckDB's string: its length, then 4 bytes and a pointer, or 12 bytes where it is short.
  std::string first_text(duck::QueryResult result) const {
    struct Text {
      std::uint32_t length;
      char start[4];
      const char* rest;
    };
    std::string out;
    duck::Chunk chunk = api_.fetch_chunk(result);
    if (chunk == nullptr) return out;
    const auto* text =
        static_cast<const Text*>(api_.vector_get_data(api_.data_chunk_get_vector(chunk, 0)));
    if (text->length > 12) out.assign(text->rest, text->length);
    api_.destroy_data_chunk(&chunk);
    return out;
  }

  const DuckdbApi& api_;
  duck::Database database_ = nullptr;
  duck::Connection connection_ = nullptr;
  duck::Prepared prepared_ = nullptr;
};

const Field* find_field(const Schema& schema, std::string_view name) {
  const auto found =
      std::ranges::find_if(schema, [&](const Field& field) { return field.name == name; });
  return found == schema.end() ? nullptr : &*found;
}

/// The score of that name in each row of a `scores` column (a list of {name, value}); NaN where a
/// row has none.
void extract_score(const Column& scores, std::string_view name, std::vector<double>& out) {
  const Column& element = scores.children[0];
  out.clear();
  std::size_t at = 0;
  std::size_t dense = 0;
  for (const std::uint32_t end : scores.ends) {
    double value = std::nan("");
    for (; at < end; ++at) {
      if (!element.set.empty() && element.set[at] == 0) continue;
      if (std::isnan(value) && element.children[0].text[dense] == name) {
        value = element.children[1].real[dense];
      }
      ++dense;
    }
    out.push_back(value);
  }
}

/// What an expression is read as: yes or no, or a number.
enum class Wanted : std::uint8_t { kFlag, kNumber };

/// An expression over columns, ready to be run.
class DuckdbExpression {
 public:
  DuckdbExpression(const DuckdbApi& api, Wanted wanted)
      : api_(api), database_(api_), wanted_(wanted) {
    rows_.api = &api_;
  }

  Status open(const std::string& expression, const Schema& schema,
              const std::vector<std::string>& timestamps,
              const std::vector<std::string>& score_names) {
    BMO_TRY(database_.open());
    BMO_TRY_AS(json::Dom tree, database_.parse(expression));
    BMO_TRY_AS(json::Dom plain, database_.parse("true"));
    BMO_TRY_AS(const FilterNames names,
               check_filter_tree(std::move(tree), std::move(plain), schema, score_names));
    BMO_TRY(take_names(names, schema));
    BMO_TRY(register_rows(database_.connection(), rows_));
    BMO_TRY(database_.prepare(query(expression, timestamps)));
    return check_type();
  }

  const std::vector<std::string>& columns_used() const { return columns_used_; }

  /// Appends one value per row; `otherwise` where it is NULL.
  template <typename Value>
  Status evaluate(const Columns& rows, Value otherwise, std::vector<Value>& values) {
    rows_.columns.clear();
    for (const std::size_t column : names_.columns) {
      rows_.columns.push_back(&rows.columns[column]);
    }
    for (std::size_t i = 0; i < names_.scores.size(); ++i) {
      extract_score(rows.columns[scores_column_], names_.scores[i], scores_[i].real);
      rows_.columns.push_back(&scores_[i]);
    }
    rows_.rows = rows.rows;
    QueryResult result(api_);
    BMO_TRY(database_.run(result));
    const std::size_t before = values.size();
    take_values(*result.get(), otherwise, values);
    if (values.size() - before == rows.rows) return ok();
    return Error{.kind = ErrorKind::kInternal,
                 .code = "E_BUG",
                 .message = "an expression gave another number of rows than it was given"};
  }

 private:
  Status take_names(const FilterNames& names, const Schema& schema) {
    names_ = names;
    for (const std::size_t column : names.columns) {
      rows_.fields.push_back(schema[column]);
      columns_used_.push_back(schema[column].name);
    }
    for (const std::string& score : names.scores) {
      rows_.fields.push_back({.name = score, .kind = ColumnKind::kReal});
    }
    scores_.resize(names.scores.size());
    if (!names.scores.empty()) BMO_TRY(find_scores(schema));
    // A table needs a column, even where the filter names none.
    if (rows_.fields.empty())
      rows_.fields.push_back({.name = "bmo row", .kind = ColumnKind::kFlag});
    return ok();
  }

  Status find_scores(const Schema& schema) {
    const Field* field = find_field(schema, "scores");
    if (field == nullptr) {
      return Error{.kind = ErrorKind::kInternal,
                   .code = "E_BUG",
                   .message = "scores can be named only where there is a column of them"};
    }
    scores_column_ = static_cast<std::size_t>(field - schema.data());
    if (std::ranges::find(columns_used_, "scores") == columns_used_.end()) {
      columns_used_.push_back("scores");
    }
    return ok();
  }

  std::string query(const std::string& expression,
                    const std::vector<std::string>& timestamps) const {
    std::string columns;
    for (const Field& field : rows_.fields) {
      const std::string name = quoted(field.name, '"');
      const bool is_time = std::ranges::find(timestamps, field.name) != timestamps.end();
      columns += columns.empty() ? "" : ", ";
      columns += is_time ? "TRY_CAST(" + name + " AS TIMESTAMP) AS " + name : name;
    }
    const std::string from = " FROM (SELECT " + columns + " FROM bmo_rows()) AS \"bmo rows\"";
    if (wanted_ == Wanted::kNumber) {
      return "SELECT TRY_CAST((" + expression + "\n) AS DOUBLE)" + from;
    }
    return std::string(kFilterPrefix) + expression + "\n)" + from;
  }

  Status check_type() {
    QueryResult result(api_);
    BMO_TRY(database_.run(result));
    const duck::Type type = wanted_ == Wanted::kFlag ? duck::Type::kBoolean : duck::Type::kDouble;
    if (api_.column_type(result.get(), 0) == type) return ok();
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_FILTER_TYPE",
                 .message = "the filter does not say yes or no",
                 .why = "its value is a number, a text or a list",
                 .hint = "compare it with something, for example: ... > 0"};
  }

  template <typename Value>
  void take_values(duck::QueryResult result, Value otherwise, std::vector<Value>& out) const {
    while (duck::Chunk chunk = api_.fetch_chunk(result)) {
      duck::Vector vector = api_.data_chunk_get_vector(chunk, 0);
      const auto* values = static_cast<const Value*>(api_.vector_get_data(vector));
      const std::uint64_t* valid = api_.vector_get_validity(vector);
      const std::uint64_t count = api_.data_chunk_get_size(chunk);
      for (std::uint64_t row = 0; row < count; ++row) {
        const bool known = valid == nullptr || (valid[row / 64] >> (row % 64) & 1U) != 0;
        out.push_back(known ? values[row] : otherwise);
      }
      api_.destroy_data_chunk(&chunk);
    }
  }

  DuckdbApi api_;
  FilterRows rows_;  // Registered with the database: freed after it.
  Database database_;
  FilterNames names_;
  std::size_t scores_column_ = 0;
  std::vector<Column> scores_;
  std::vector<std::string> columns_used_;
  Wanted wanted_;
};

class DuckdbFilter final : public Filter {
 public:
  explicit DuckdbFilter(std::unique_ptr<DuckdbExpression> expression)
      : expression_(std::move(expression)) {}

  const std::vector<std::string>& columns_used() const override {
    return expression_->columns_used();
  }
  Status evaluate(const Columns& rows, std::vector<std::uint8_t>& keep) override {
    return expression_->evaluate<std::uint8_t>(rows, 0, keep);
  }

 private:
  std::unique_ptr<DuckdbExpression> expression_;
};

class DuckdbRanking final : public Ranking {
 public:
  explicit DuckdbRanking(std::unique_ptr<DuckdbExpression> expression)
      : expression_(std::move(expression)) {}

  Status evaluate(const Columns& rows, std::vector<double>& values) override {
    return expression_->evaluate<double>(rows, std::nan(""), values);
  }

 private:
  std::unique_ptr<DuckdbExpression> expression_;
};

Error unreadable(std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_FILTER_SYNTAX",
          .message = "the filter cannot be read",
          .why = std::move(why),
          .hint = "write one yes-or-no expression of at most 64 KiB"};
}

/// An error behind the expression's end is about the bracket that we closed it with.
Error within(Error error, const std::string& expression) {
  if (!error.place.column || *error.place.column <= expression.size()) return error;
  error.place.column = expression.size();
  error.why = "it ends where more was expected";
  return error;
}

Result<std::unique_ptr<DuckdbExpression>> open_expression(
    const std::string& expression, const Schema& schema, const std::vector<std::string>& timestamps,
    const std::vector<std::string>& score_names, Wanted wanted) {
  if (trim_ascii(expression).empty()) return unreadable("it is empty");
  if (expression.size() > kMaxExpression)
    return unreadable(format_size(expression.size()) + " long");
  if (expression.find('\0') != std::string::npos) return unreadable("it holds a NUL byte");
  if (find_invalid_utf8(expression) != std::string::npos) return unreadable("it is not UTF-8");
  BMO_TRY_AS(const DuckdbApi api, load_duckdb());
  auto out = std::make_unique<DuckdbExpression>(api, wanted);
  Status opened = out->open(expression, schema, timestamps, score_names);
  if (!opened) return within(std::move(opened).error(), expression);
  return std::unique_ptr<DuckdbExpression>(std::move(out));
}

}  // namespace

Result<std::unique_ptr<Filter>> make_filter(const std::string& expression, const Schema& schema,
                                            const std::vector<std::string>& timestamps,
                                            const std::vector<std::string>& score_names) {
  BMO_TRY_AS(auto opened,
             open_expression(expression, schema, timestamps, score_names, Wanted::kFlag));
  return std::unique_ptr<Filter>(std::make_unique<DuckdbFilter>(std::move(opened)));
}

Result<std::unique_ptr<Ranking>> make_ranking(const std::string& expression, const Schema& schema,
                                              const std::vector<std::string>& timestamps,
                                              const std::vector<std::string>& score_names) {
  BMO_TRY_AS(auto opened,
             open_expression(expression, schema, timestamps, score_names, Wanted::kNumber));
  return std::unique_ptr<Ranking>(std::make_unique<DuckdbRanking>(std::move(opened)));
}

}  // namespace bmo::table
