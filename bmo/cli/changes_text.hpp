// Shows figures of two sets side by side.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/figure_changes.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// A table of figure, before, after, change and whether it is beyond noise; empty for none.
std::string changes_text(const std::vector<app::FigureChange>& changes, const Style& style);

}  // namespace bmo::cli
