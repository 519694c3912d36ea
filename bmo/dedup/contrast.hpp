// Words that rule each other out: where one text says odd and the other even, they ask for two
// things, however alike they are.
#pragma once
#include <span>
#include <string_view>

namespace bmo::dedup {

/// Does a word of `only_a` rule out one of `only_b`? Both are words of norms that the other text
/// lacks. Knows some hundred English words of everyday questions; of others it says nothing.
bool contrast(std::span<const std::string_view> only_a, std::span<const std::string_view> only_b);

}  // namespace bmo::dedup
