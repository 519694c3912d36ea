// Draws the bar and the plain lines.
#include "bmo/cli/progress_display.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"

namespace bmo::cli {
namespace {

double share_done(const pipeline::ProgressState& state) {
  if (state.bytes_total == 0) return 0;
  const double share =
      static_cast<double>(state.bytes_done) / static_cast<double>(state.bytes_total);
  return std::clamp(share, 0.0, 1.0);
}

std::uint64_t per_second(std::uint64_t amount, double seconds) {
  return seconds < 0.05 ? 0 : static_cast<std::uint64_t>(static_cast<double>(amount) / seconds);
}

std::string time_left(const ProgressMoment& moment) {
  const double share = share_done(moment.state);
  if (share < 0.01 || share >= 1 || moment.seconds < 0.5) return "";
  const double left = moment.seconds * (1 - share) / share;
  return "ETA " + (left < 10 ? fmt::format("{:.0f} s", left) : format_seconds(left));
}

/// The parts of a line, most wanted first.
std::vector<std::string> parts_of(const ProgressMoment& moment) {
  const pipeline::ProgressState& state = moment.state;
  std::vector<std::string> parts{counted(state.records, "record", "records")};
  if (const std::string left = time_left(moment); !left.empty()) parts.push_back(left);
  if (state.quarantined != 0) parts.push_back(format_count(state.quarantined) + " quarantined");
  if (const std::uint64_t rate = per_second(state.records, moment.seconds); rate != 0) {
    parts.push_back(format_count(rate) + "/s");
    parts.push_back(
        fmt::format("{:.1f} MB/s", static_cast<double>(state.bytes_done) / 1e6 / moment.seconds));
  }
  if (state.blocks_safe != 0) {
    parts.push_back(counted(state.blocks_safe, "block safe", "blocks safe"));
  }
  return parts;
}

std::string percent_text(const pipeline::ProgressState& state) {
  return state.bytes_total == 0 ? "" : fmt::format("{:3.0f} %", 100 * share_done(state));
}

std::string drawn_bar(double share, std::size_t width, const Style& style) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  std::string done;
  std::string left;
  for (std::size_t i = 0; i < full; ++i)
    done += style.unicode ? "━" : "=";
  for (std::size_t i = full; i < width; ++i)
    left += style.unicode ? "─" : "-";
  return style.paint(Tone::kGreen, done) + style.paint(Tone::kDim, left);
}

}  // namespace

std::string progress_line(const ProgressMoment& moment) {
  std::string line(moment.state.phase);
  if (const std::string percent = percent_text(moment.state); !percent.empty()) {
    line += "  " + std::string(trim_ascii(percent));
  }
  for (const std::string& part : parts_of(moment))
    line += "  " + part;
  return line;
}

std::string progress_bar(const ProgressMoment& moment, const Style& style) {
  constexpr std::size_t kBar = 20;
  const std::size_t room = style.columns - 1;
  std::string line = fmt::format("{:<10} ", moment.state.phase);
  std::size_t width = line.size();
  const std::string percent = percent_text(moment.state);
  if (!percent.empty() && width + kBar + 1 + percent.size() <= room) {
    line += drawn_bar(share_done(moment.state), kBar, style) + " " + percent;
    width += kBar + 1 + percent.size();
  }
  for (const std::string& part : parts_of(moment)) {
    if (width + 2 + part.size() > room) break;
    line += "  " + part;
    width += 2 + part.size();
  }
  return line;
}

void ProgressDisplay::update(const pipeline::ProgressState& state) {
  using std::chrono::duration;
  constexpr double kBarEvery = 0.1;
  constexpr double kLineEvery = 10;
  const std::lock_guard guard(mutex_);
  const Clock::time_point now = Clock::now();
  const bool bar = out_.style().terminal && out_.style().cursor;
  if (duration<double>(now - shown_).count() < (bar ? kBarEvery : kLineEvery)) return;
  shown_ = now;
  const ProgressMoment moment{state, duration<double>(now - started_).count()};
  if (bar) {
    out_.write("\r" + progress_bar(moment, out_.style()) + "\x1b[K");
    bar_on_screen_ = true;
  } else {
    out_.write(progress_line(moment) + "\n");
  }
  out_.flush();
}

void ProgressDisplay::finish() {
  const std::lock_guard guard(mutex_);
  if (!bar_on_screen_) return;
  out_.write("\r\x1b[K");
  out_.flush();
  bar_on_screen_ = false;
}

}  // namespace bmo::cli
