// Shows training runs as a table with their courses.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/trainings.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

std::string trainings_text(const std::vector<app::TrainingItem>& runs, const Style& style);

}  // namespace bmo::cli
