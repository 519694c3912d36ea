// Encodes the rows of columns as JSON objects: keys in schema order, the same keys in every row.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/containers.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::formats {

/// The one among `alike` that holds JSON; nullptr: none does.
const EncodedRows* find_json(std::span<const EncodedRows* const> alike);

/// Made once for a schema and used for batch after batch. Sparse columns are read front to back,
/// so the rows of a batch must be asked for in order, each value once.
class RowText {
 public:
  explicit RowText(const Schema& schema);

  /// Replaces `out` with every row as one object, `before` and `after` around it; copied from
  /// `alike` where that has JSON of the same rows.
  void encode(const Columns& columns, std::span<const EncodedRows* const> alike,
              std::string_view before, std::string_view after, EncodedRows& out);

  /// Starts on the rows of `columns`, which must outlive the calls that follow.
  void start(const Columns& columns);
  /// Appends row `row` as one object.
  void append_object(std::string& out, std::size_t row);
  /// Appends the value of one column as JSON.
  void append_value(std::string& out, std::size_t column, std::size_t row);
  /// What `append_value` writes for an empty cell.
  const std::string& empty_value(std::size_t column) const { return plan_.fields[column].empty; }

 private:
  /// A field with all that does not change from row to row.
  struct Plan;

  /// The fields of an object. Most are empty in most rows, so the text of a whole run of empty ones
  /// lies ready: that of fields [a, b) is `empties` from empty_starts[a] to empty_starts[b].
  struct ObjectPlan {
    std::vector<Plan> fields;
    std::string empties;  ///< `,"name":""` of each field in turn; nothing for optional ones.
    std::vector<std::size_t> empty_starts;
  };

  struct Plan {
    ColumnKind kind = ColumnKind::kText;
    bool optional = false;
    bool nested = false;
    bool whole = false;
    std::string key;    ///< `,"name":`
    std::string empty;  ///< The value of an empty cell.
    ObjectPlan children;
    std::uint32_t next = 0;  ///< kStruct: set rows so far.
  };

  static Plan make_plan(const Field& field);
  static ObjectPlan make_object(const std::vector<Field>& fields);
  static std::string empty_value(const Plan& plan);
  static void reset(Plan& plan);
  static bool is_empty(const Plan& plan, const Column& column, std::size_t at);
  static void append(std::string& out, Plan& plan, const Column& column, std::size_t at);
  /// Precondition: the cell is not empty.
  static void append_given(std::string& out, Plan& plan, const Column& column, std::size_t at);
  static void append_list(std::string& out, Plan& plan, const Column& column, std::size_t at);
  static void append_struct(std::string& out, Plan& plan, const Column& column, std::size_t at);
  static void append_fields(std::string& out, ObjectPlan& object,
                            const std::vector<Column>& columns, std::size_t at);
  void append_row(std::string& out, std::size_t row, JsonSpans& spans);

  ObjectPlan plan_;
  const Columns* columns_ = nullptr;
};

}  // namespace bmo::formats
