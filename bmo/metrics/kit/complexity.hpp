// Says how demanding an English instruction reads, beside those of a public set.
#pragma once
#include <array>
#include <span>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::metrics {

/// What the complexity is made of: the logarithm of the words, the share of words of eight letters
/// and more, and the logarithms of one and the words that ask to reason and that set a condition.
using ComplexityFeatures = std::array<double, 4>;
ComplexityFeatures complexity_features(std::span<const facts::Word> words);

/// 0 to 100: the share of the instructions of Alpaca (52,002) whose mean of the features' z-scores
/// is lower; kAbsent below three words. It says how demanding an instruction reads, not how hard
/// its task is: within one subject it knows nothing of that.
double complexity_of(std::span<const facts::Word> words);

/// Fifths of the reference.
inline constexpr std::array<std::string_view, 5> kComplexityBands{"very low", "low", "middling",
                                                                  "high", "very high"};
/// Index into them.
std::size_t complexity_band(double complexity);

}  // namespace bmo::metrics
