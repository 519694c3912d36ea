// Shows what a fix changed, as lines taken out and lines put in.
#pragma once
#include <string>
#include <string_view>

#include "bmo/app/app.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// A heading with the place and the fix, then the lines that differ between one line of context
/// each, long ones cut. Spaces at the end of a line, and what cannot be seen, are shown.
std::string diff_text(const app::PairChange& change, const Style& style);

}  // namespace bmo::cli
