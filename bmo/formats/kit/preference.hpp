// Gives the two answers of a preference pair one form, whichever way the record spelled them.
//
// `messages` is the whole conversation that ends in the better answer. `rejected` has two forms:
// where it differs from `messages` in the last message alone, it is what stands in that message's
// place and begins with an assistant message; else it is a whole conversation of its own.
#pragma once
#include <cstddef>

#include "bmo/formats/kit/building.hpp"

namespace bmo::formats::kit {

/// `building.rejected` may be an answer to the first `prompt` messages or a whole conversation.
void settle_rejected(Building& building, std::size_t prompt);

/// How a settled pair is cut into prompt, chosen and rejected.
struct PreferenceCut {
  std::span<const Message> prompt;
  std::span<const Message> chosen;
  std::span<const Message> rejected;
};
PreferenceCut cut_preference(const Pair& pair);

}  // namespace bmo::formats::kit
