// Draws a row of numbers in the height of a line.
#pragma once
#include <string>
#include <vector>

namespace bmo::cli {

/// One block for each number, from the lowest (▁) to the highest (█); a dot where there is none.
/// Equal numbers are all drawn at half height.
std::string sparkline(const std::vector<double>& values);

}  // namespace bmo::cli
