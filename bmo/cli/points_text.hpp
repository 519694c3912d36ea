// How right each kind of finding was, and what it takes from a score, as a person reads it.
#pragma once
#include <string>

#include "bmo/app/points.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// A row for each kind that was answered, the settings that follow, and how to use them.
std::string points_text(const app::PointsAnswer& answer, const Style& style);

}  // namespace bmo::cli
