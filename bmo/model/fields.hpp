// Names the canonical metadata columns once, in their order: reading, writing, mapping files and
// filters all walk this table.
#pragma once
#include <span>
#include <string_view>

#include "bmo/model/pair.hpp"

namespace bmo {

enum class FieldKind : std::uint8_t { kText, kReal, kTextList, kScores, kJson };

/// One canonical metadata column. `group` is the struct that it lives in ("source", "generation",
/// "review") or empty for one that stands alone.
struct FieldCard {
  std::string_view group;
  std::string_view name;
  FieldKind kind;
  std::uint8_t slot;  ///< Index into the array of its kind in Metadata.
};

/// All of them, in canonical order; the fields of one group stand together.
std::span<const FieldCard> metadata_fields();

/// The card of "source.document" or "topics"; nullptr where there is none.
const FieldCard* find_metadata_field(std::string_view path);

}  // namespace bmo
