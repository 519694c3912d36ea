// Scales between the lowest and the highest number.
#include "bmo/cli/sparkline.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace bmo::cli {

std::string sparkline(const std::vector<double>& values) {
  constexpr std::string_view kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = INFINITY;
  double high = -INFINITY;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  std::string out;
  for (const double value : values) {
    if (std::isnan(value)) {
      out += "·";
    } else if (high <= low) {
      out += kBlocks[3];
    } else {
      out += kBlocks[static_cast<std::size_t>(std::lround((value - low) / (high - low) * 7))];
    }
  }
  return out;
}

}  // namespace bmo::cli
