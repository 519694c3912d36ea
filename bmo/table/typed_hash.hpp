// The typed hash of a row: what is left when one forgets how the row was written.
//
// A row's hash is a sum, modulo 2^128, over its values. Each adds what its bytes, its type and its
// place in the row make together, so 1, 1.0 and "1" differ, and so do two values that changed
// places. An empty value adds nothing where it is written as its container writes it (the table
// below), and a mark of its own where it is not: "" where null was meant is another row.
//
// A real number that its field spells without a fraction where it is whole (Field::whole) is the
// same in both spellings.
//
//   empty ...          JSON        JSON, optional   CSV cell        columns   columns, optional
//   text               ""          no key           ""              ""        null
//   number, flag       null        no key           nothing         null      null
//   list               []          no key           [] in quotes    []        null
//   struct, not set    all empty   no key           {}              null      null
//
// The JSON of structs in a CSV's cells is that of optional fields, but for what lies in lists.
#pragma once
#include <bit>
#include <cstdint>
#include <string_view>

#include "bmo/base/hash.hpp"

namespace bmo::table {

/// What a value is, or how one failed to be what its field says.
enum class Tag : std::uint64_t {
  kText = 1,
  kReal,
  kInteger,
  kNumber,  ///< In JSON text alone: a number that neither type holds, by its text.
  kTrue,
  kFalse,
  kCount,    ///< Elements of a list that has some.
  kObject,   ///< In JSON text alone.
  kGiven,    ///< There, where a place without value is left out.
  kNull,     ///< Null, where that is not how the container writes nothing.
  kMissing,  ///< A key that should be there.
  kUnknown,  ///< A key that should not.
  kOther,    ///< Of another type.
};

/// Where in a row: a hash of the path.
using Place = std::uint64_t;

inline std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 32U)) * 0xD6E8FEB86659FD93U;
  x = (x ^ (x >> 32U)) * 0xD6E8FEB86659FD93U;
  return x ^ (x >> 32U);
}

inline Place field_place(Place parent, std::size_t index) {
  return mixed(parent + (index + 1) * 0x9E3779B97F4A7C15U);
}

inline Place element_place(Place list, std::size_t index) {
  return mixed(list ^ ((index + 1) * 0xC2B2AE3D27D4EB4FU));
}

inline void add(Hash128& row, Place place, Tag tag, Hash128 value) {
  const std::uint64_t own = place + static_cast<std::uint64_t>(tag) * 0xA24BAED4963EE407U;
  const std::uint64_t low = mixed(value.low + own);
  row.low += low;
  row.high += mixed(value.high ^ std::rotl(own, 29)) + (row.low < low ? 1U : 0U);
}

inline void add(Hash128& row, Place place, Tag tag, std::uint64_t bits = 0) {
  add(row, place, tag, Hash128{bits, bits});
}

inline void add(Hash128& row, Place place, Tag tag, std::string_view text) {
  add(row, place, tag, hash128(text));
}

}  // namespace bmo::table
