// Finds phrases that are addressed to the model behind a text.
#pragma once
#include "bmo/checks/kit/phrases.hpp"

namespace bmo::checks {

PhraseMatch find_injection(WordSpan words);

}  // namespace bmo::checks
