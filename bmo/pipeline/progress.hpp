// What a run tells about itself while it goes on.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

namespace bmo::pipeline {

struct ProgressState {
  std::string_view phase;  ///< "checking", "exporting", "verifying"; static text.
  std::uint64_t records = 0;
  std::uint64_t bytes_done = 0;   ///< Of the inputs, compressed.
  std::uint64_t bytes_total = 0;  ///< 0: not known.
  std::uint64_t quarantined = 0;
  std::uint64_t blocks_safe = 0;  ///< Finished blocks that a kill cannot lose.
};

/// Called about ten times a second from one of the run's threads; must return quickly.
using ProgressFunction = std::function<void(const ProgressState&)>;

}  // namespace bmo::pipeline
