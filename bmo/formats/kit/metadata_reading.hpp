// Takes what is known about a pair besides its conversation from the fields that no layout took.
#pragma once
#include <string_view>

#include "bmo/formats/kit/building.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats::kit {

/// Where a metadata field stands.
enum class Level : std::uint8_t {
  kTop,     ///< In the record itself.
  kInside,  ///< In its `metadata` object.
};

/// Takes every field that is still open or partly taken, in the record's order; what has no
/// canonical name goes to extra.
void take_metadata(Building& building);

/// Takes one field: canonical names ("topics", "source.uri", "source_uri", the groups "source",
/// "generation", "review"), their aliases, `rejected`, `label`, `tools`, `id`; else extra.
void take_field(Building& building, std::string_view name, json::Value value, Level level);

/// The number that a value is, or that a cell holds as text; else an empty Value.
json::Value number_of(Building& building, json::Value value);
/// Puts a value under a canonical column; false where the value is of another type (the caller
/// keeps it in extra) or the column is taken. Faults are told and count as true.
bool put_canonical(Building& building, const FieldCard& card, json::Value value,
                   std::string_view name);
/// Adds a score; a text that is no number is E_FIELD_TYPE. False where it belongs to extra.
bool put_score(Building& building, std::string_view score, json::Value value,
               std::string_view field);
bool put_label(Building& building, json::Value value);
bool put_tools(Building& building, json::Value value);
bool put_id(Building& building, json::Value value);

}  // namespace bmo::formats::kit
