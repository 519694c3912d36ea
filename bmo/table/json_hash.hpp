// The typed hash of rows and cells that are JSON text, as simdjson's parser understands them.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "bmo/json/events.hpp"
#include "bmo/model/columns.hpp"
#include "bmo/table/typed_hash.hpp"

namespace bmo::table {

/// One per thread. Texts must have json::EventReader::kPadding readable bytes behind them, but for
/// those of `add_loose_json`.
class JsonHasher {
 public:
  /// The row of a text container.
  Hash128 row(const Schema& schema, std::string_view text);
  /// The value of `field`, written as JSON, at its place.
  void add_value(Hash128& row, const Field& field, Place place, std::string_view text);
  /// JSON of no known shape, from anywhere in memory. A null that is the way to write nothing adds
  /// nothing.
  void add_loose_json(Hash128& row, const Field& field, Place place, std::string_view text);

 private:
  void value(const Field& field, Place place);
  void text(const Field& field, Place place);
  void real(const Field& field, Place place);
  void integer(Place place);
  void flag(const Field& field, Place place);
  void list(const Field& field, Place place);
  void object(const std::vector<Field>& fields, Place place);
  void missing(const std::vector<Field>& fields, std::size_t from, std::size_t to, Place place);
  void any(Place place);
  void any_list(Place place);
  void any_object(Place place);
  /// A null where it is not the way to write nothing; true where there was a null.
  bool null(const Field& field, Place place);

  bool start(std::string_view text);
  const json::Event& peek() const { return events_[at_]; }
  json::EventKind kind() const { return events_[at_].kind; }

  json::EventReader reader_;
  std::span<const json::Event> events_;
  std::size_t at_ = 0;
  Hash128 row_;
  std::string padded_;
};

}  // namespace bmo::table
