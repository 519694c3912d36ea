// Spoils a sound example in one way, as generators and exports do.
#pragma once
#include <span>

#include "tests/validation/sets.hpp"

namespace bmo::validation {

struct Defect {
  std::string_view name;
  std::string_view code;             ///< Of the check that has to find it.
  bool (*plant)(Example&, Chance&);  ///< False where this example cannot be spoiled so.
};

/// Truncation, refusal, placeholder, missing input, repetition, leak, mojibake, empty, copy, and a
/// dropped list item.
std::span<const Defect> defects();

/// Cuts at a random place between 40 and 95 per cent that is not the end of a sentence.
bool cut(Example& example, Chance& chance);

/// A generator of sound examples in the style of published sets, for tests without data.
Examples sound_examples(std::size_t count, std::uint64_t seed);

}  // namespace bmo::validation
