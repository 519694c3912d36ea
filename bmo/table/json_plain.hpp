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
  /// Likewise the value of field `index` at its place.
  bool add_value(Hash128& row, std::size_t index, Place place, std::string_view text);

 private:
  /// A field, and how its key is spelled with its quotes and colon.
  struct Shape {
    std::string key;
    ColumnKind kind;
    bool optional;
    bool nested;
    bool whole;
    std::vector<Shape> children;
  };

  static std::vector<Shape> shapes_of(const std::vector<Field>& fields);

  bool start(Hash128& row, std::string_view text);
  bool finish(Hash128& row, bool is_plain) const;
  bool value(const Shape& shape, Place place);
  bool text(const Shape& shape, Place place);
  bool null(const Shape& shape, Place place);
  bool real(const Shape& shape, Place place);
  bool integer(Place place);
  bool flag(const Shape& shape, Place place);
  bool list(const Shape& shape, Place place);
  bool structure(const Shape& shape, Place place);
  bool object(const std::vector<Shape>& fields, Place place);

  bool skip(std::string_view word);
  std::string_view number();
  bool string(std::string_view& text);

  std::vector<Shape> shapes_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Hash128 row_;
  std::string unescaped_;
};

}  // namespace bmo::table
