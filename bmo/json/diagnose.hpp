// Says what is wrong with a text that is no JSON value; slow, strict and free of any library.
#pragma once
#include <cstdint>
#include <string_view>

#include "bmo/json/json.hpp"

namespace bmo::json {

/// Fills `fault` with the first fault in text order; false where there is none. Accepts exactly
/// what the fast parser accepts. `seed` keeps key tables linear (see KeyCheck).
bool diagnose(std::string_view text, const Limits& limits, std::uint64_t seed, Fault& fault);

}  // namespace bmo::json
