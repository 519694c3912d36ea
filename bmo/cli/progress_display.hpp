// Shows how a run goes on: a bar on a terminal, a plain line now and then elsewhere.
#pragma once
#include <chrono>
#include <mutex>
#include <string>

#include "bmo/app/session.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// Where a run stands, and for how long it has been going.
struct ProgressMoment {
  pipeline::ProgressState state;
  double seconds = 0;
};

/// "checking  45 %  120,000 records  240,000/s  120.0 MB/s  3 quarantined  14 blocks safe  ETA 3
/// s".
std::string progress_line(const ProgressMoment& moment);

/// The same after a bar, as wide as the terminal allows.
std::string progress_bar(const ProgressMoment& moment, const Style& style);

/// Thread-safe. The bar's line is wiped on `finish` and destruction.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(Output& out) : out_(out), started_(Clock::now()), shown_(started_) {}
  ~ProgressDisplay() { finish(); }
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void update(const pipeline::ProgressState& state);
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  Output& out_;
  std::mutex mutex_;
  Clock::time_point started_;
  Clock::time_point shown_;
  bool bar_on_screen_ = false;
};

}  // namespace bmo::cli
