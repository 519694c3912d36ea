// Finds keys and passwords by shape, context and randomness.
#pragma once
#include <string_view>

#include "bmo/checks/kit/phrases.hpp"

namespace bmo::checks {

struct FoundSecret {
  std::string_view kind;  ///< "an AWS access key"; empty: nothing was found.
  std::size_t at = 0;
  std::size_t size = 0;
  bool is_known_shape = false;
  explicit operator bool() const { return !kind.empty(); }
};

/// The first key of a known shape, else the first value behind a word such as `password` that
/// looks random. `words` are those of the text.
FoundSecret find_secret(std::string_view text, WordSpan words);

/// Bits per byte of the text's own distribution (Shannon).
double entropy_of(std::string_view text);

}  // namespace bmo::checks
