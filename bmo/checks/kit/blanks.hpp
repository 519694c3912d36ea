// Finds blanks in an answer that were never filled in.
#pragma once
#include <string_view>

#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {

struct Blank {
  std::string_view text;   ///< The mark; empty: there is none.
  bool is_strong = false;  ///< It can hardly be meant: "{{name}}", "TBD", "lorem ipsum".
  explicit operator bool() const { return !text.empty(); }
};

/// The strongest mark in the response. Program text and templates are left alone.
Blank find_blank(const Exchange& exchange);

}  // namespace bmo::checks
