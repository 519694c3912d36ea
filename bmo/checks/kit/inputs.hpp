// Judges the input of an instruction: whether it is one, and whether one is missing.
#pragma once
#include <string_view>

#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {

/// "No input", "N/A", "none".
bool says_no_input(std::string_view input);

/// Only an address, or "[image]" and its like.
bool is_only_reference(std::string_view input);

struct InputGap {
  std::string_view reference;  ///< "the following text"; empty: nothing is missing.
  bool is_weak = false;        ///< It may well be meant otherwise.
  explicit operator bool() const { return !reference.empty(); }
};

/// Does the instruction refer to a text that is neither its input nor behind the reference?
InputGap judge_missing_input(const Exchange& exchange);

}  // namespace bmo::checks
