// Measures how varied the words of a text are.
#pragma once
#include <cstdint>
#include <span>

namespace bmo::metrics {

/// Share of n-grams that are different, of all n-grams of `words` (keys of words in order).
double distinct_share(std::span<const std::uint64_t> words, std::size_t n);

/// Measure of textual lexical diversity with the threshold 0.72, the mean of both directions
/// (McCarthy & Jarvis, Behavior Research Methods 2010).
double mtld(std::span<const std::uint64_t> words);

/// Expected share of types in 42 words drawn without replacement: HD-D (McCarthy & Jarvis, 2007);
/// kAbsent below 42 words.
double hdd(std::span<const std::uint64_t> words);

}  // namespace bmo::metrics
