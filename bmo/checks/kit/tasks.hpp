// What an instruction asks for, as far as its words say.
#pragma once
#include <cstdint>

#include "bmo/checks/kit/phrases.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {

/// How many things are asked for ("list five ..."), from 2 to 20; 0: no number is asked for.
std::uint32_t asked_count(WordSpan asked, std::string_view text);

/// Does the instruction ask for a text of some length: "write ...", "explain ...", "how do I ..."?
bool asks_for_text(WordSpan asked);

/// Does it ask for something that a word or two can be: a title, a number, a synonym?
bool asks_for_little(WordSpan asked);

/// Does it ask for a dialogue, a reply, lyrics, a rewriting: texts in which another speaks?
bool asks_for_speech(WordSpan asked);

/// Does it ask for a letter, a form or another text in which blanks are left on purpose?
bool asks_for_template(WordSpan asked);

/// Is it about programs, markup or templates of them?
bool is_about_code(WordSpan asked);

/// Does it ask to translate, or name a language?
bool asks_for_translation(WordSpan asked);

/// Does it ask to correct, copy or choose, so that the answer may be the input unchanged?
bool may_keep_input(WordSpan asked);

}  // namespace bmo::checks
