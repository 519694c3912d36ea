// Finds phrases that are addressed to the model behind a text.
#pragma once
#include "bmo/checks/kit/phrases.hpp"

namespace bmo::checks {

/// Whatever find_injection finds has one of these words.
inline constexpr auto kInjectionWords =
    word_set({"ignore", "disregard", "forget", "override", "bypass", "discard", "prompt", "mode",
              "unrestricted", "dan", "anything", "evaluator", "highest", "instruction",
              "instructions", "jailbroken", "restrictions", "guidelines"});

PhraseMatch find_injection(WordSpan words);

}  // namespace bmo::checks
