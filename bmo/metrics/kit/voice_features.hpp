// Describes how a text is written by numbers that a person can read.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::metrics {

/// Rates are for a hundred words, but for those of sentences, lines and characters.
inline constexpr std::array kVoiceFeatures = std::to_array<std::string_view>({
    "words in a sentence",
    "letters in a word",
    "long words",
    "different words",
    "paragraphs",
    "list lines",
    "headings",
    "bold passages",
    "code blocks",
    "commas",
    "semicolons",
    "colons",
    "dashes",
    "brackets",
    "quotes",
    "exclamations",
    "questions",
    "ellipses",
    "contractions",
    "first person",
    "second person",
    "third person",
    "hedges",
    "boosters",
    "connectives",
    "nominal suffixes",
    "modals",
    "-ly adverbs",
    "\"that\"",
    "\"and\"",
    "digits",
    "capitals",
    "emoji",
    "opening formulas",
    "closing formulas",
    "length, log words",
    "reading grade",
});
inline constexpr std::size_t kNumVoiceFeatures = kVoiceFeatures.size();
using VoiceFeatures = std::array<float, kNumVoiceFeatures>;

/// `words` are those of `text`. All zero for a text without words. The lists of words are English.
VoiceFeatures voice_features(std::string_view text, std::span<const facts::Word> words);

}  // namespace bmo::metrics
