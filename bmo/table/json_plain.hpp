// The typed hash of rows and cells that are JSON text in the plain spelling of our containers: keys
// in the schema's order, no white space. One pass, from the text straight into the hash.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/model/columns.hpp"
#include "bmo/table/typed_hash.hpp"

namespace bmo::table {

/// Reads what is spelled plainly just as JsonHasher does (tests hold them together), in a third of
/// its time, and leaves everything else to it. One per thread. Texts must have 16 readable bytes
/// behind them.
class PlainJson {
 public:
  explicit PlainJson(const Schema& schema);
  /// Adds a row of a text container; false, and any sum, where the text is not spelled plainly.
  bool add_row(Hash128& row, std::string_view text);
  /// Likewise the value of the row's field `index`.
  bool add_value(Hash128& row, std::size_t index, std::string_view text);

 private:
  struct Shape;

  /// What lies between the brackets of an object.
  struct Members {
    std::vector<Shape> shapes;
    /// How members from here on, and the closing bracket, are spelled where none of them is set;
    /// empty where that adds to the hash or is not always the same.
    std::vector<std::string> unset;
  };

  struct Shape {
    std::string key;  ///< As spelled, with its quotes and colon.
    ColumnKind kind;
    bool optional;
    bool nested;
    bool whole;
    Members members;  ///< kList: one, the element; kStruct: its fields.
  };

  /// A place that is worked out only when something stands there.
  struct Spot {
    Place parent = 0;
    std::size_t index = 0;
    bool is_element = false;
    Place place() const {
      return is_element ? element_place(parent, index) : field_place(parent, index);
    }
  };

  static Members members_of(const std::vector<Field>& fields);
  static std::string unset_value(const Shape& shape);

  bool start(Hash128& row, std::string_view text);
  bool finish(Hash128& row, bool is_plain) const;
  bool value(const Shape& shape, Spot spot);
  bool text(const Shape& shape, Spot spot);
  bool null(const Shape& shape, Spot spot);
  bool real(const Shape& shape, Spot spot);
  bool integer(Spot spot);
  bool flag(Spot spot);
  bool list(const Shape& shape, Spot spot);
  bool structure(const Shape& shape, Spot spot);
  bool object(const Members& members, Place place);

  bool skip(std::string_view word);
  std::string_view number();
  bool string(std::string_view& text);

  Members row_members_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Hash128 row_;
  std::string unescaped_;
};

}  // namespace bmo::table
