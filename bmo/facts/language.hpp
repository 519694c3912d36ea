// Tells the language of a text.
#pragma once
#include <span>
#include <string_view>

#include "bmo/facts/word_list.hpp"

namespace bmo::facts {

/// The code of the language that most of the text's beginning is in ("en", "de", "zh"); empty where
/// it is too short or not sure. Languages that are told apart badly share a code: "no" for
/// Norwegian and Danish, "ms" for Malay and Indonesian, "sr" for Serbian, Croatian and Bosnian.
/// `words` are those of the text. Valid UTF-8 only. English is known by its words; what is not goes
/// to CLD2.
std::string_view language_of(std::string_view text, std::span<const Word> words);

/// Can the text be in another language than English? False for most English texts and for code,
/// which would cost the most to tell; asks for letters beyond ASCII or function words of others.
bool may_be_foreign(std::string_view text, std::span<const Word> words);

}  // namespace bmo::facts
