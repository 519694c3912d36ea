// The canonical metadata columns, for the struct in each row and for those that want them apart.
#pragma once
#include <vector>

#include "bmo/formats/layouts.hpp"

namespace bmo::formats::kit {

/// Appends one field for each column that stands alone and one struct for each group.
void add_metadata_fields(std::vector<Field>& fields);
/// Appends a row to each of them; returns how many there are.
std::size_t append_metadata_columns(const Pair& pair, Column* columns);

/// A label as kFlag holds it.
std::uint8_t label_flag(Label label);

}  // namespace bmo::formats::kit
