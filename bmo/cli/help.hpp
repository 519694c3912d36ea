// Help texts, made from the cards of verbs and of their flags.
#pragma once
#include <span>
#include <string>

#include "bmo/cli/verb.hpp"

namespace bmo::cli {

std::string version_text();
/// All verbs with their summaries.
std::string overview(const Style& style);
/// One verb: usage, what it does, its flags, examples.
std::string verb_help(const VerbCard& verb, std::span<const ArgumentCard> arguments,
                      const Style& style);

}  // namespace bmo::cli
