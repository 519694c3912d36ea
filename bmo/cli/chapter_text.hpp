// Shows a chapter of figures on a terminal.
#pragma once
#include <string>

#include "bmo/app/analyze.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// The title, each figure with its interval and what it rests on, tables, bars, and advice.
std::string chapter_text(const metrics::Chapter& chapter, const Style& style);

}  // namespace bmo::cli
