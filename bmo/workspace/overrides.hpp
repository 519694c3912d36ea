// The log of what people decided about single pairs: append-only, each line sealed to the one
// before.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

inline constexpr std::string_view kOverridesName = "overrides.jsonl";

/// A decision. It binds to the pair's id and content, so that it outlives scores, runs and imports
/// of the same pair, and does not reach another text under the same id.
struct OverrideEntry {
  std::uint64_t number = 0;  ///< From 1.
  std::string id;
  std::string content;  ///< Content hash in hex.
  bool keep = false;    ///< Keep it whatever gates say; else: drop it.
  std::string reason;
  std::string by;
  std::string at;       ///< UTC: "2026-03-01T12:00:00Z".
  std::string expires;  ///< The last day on which it holds, "2026-12-31"; empty: for good.

  /// `today`: "2026-03-01".
  bool in_force(std::string_view today) const { return expires.empty() || expires >= today; }
};

/// A log read whole. The hash of each line covers that of the line before, so that a changed,
/// removed or inserted line shows. What a kill left half written at the end is not part of it.
class OverrideLog {
 public:
  /// An absent file is an empty log. E_OVERRIDES (kBadData) with the line where the chain breaks.
  static Result<OverrideLog> read(io::Disk& disk, const std::string& path);

  const std::vector<OverrideEntry>& entries() const { return entries_; }
  /// The hash of the last line; empty where there is none.
  const std::string& head() const { return head_; }

  /// Adds decisions, durably, in one write; numbers are given here. The folder must be there.
  /// E_BUSY where another process is adding.
  static Status append(io::Disk& disk, const std::string& path,
                       std::vector<OverrideEntry> decisions);

 private:
  std::vector<OverrideEntry> entries_;
  std::string head_;
  std::uint64_t sound_bytes_ = 0;
};

/// "YYYY-MM-DD" that is a day of the calendar?
bool is_date(std::string_view text);

}  // namespace bmo::workspace
