// Finds sets whose answers were cut by a limit of tokens.
#include <algorithm>
#include <iterator>
#include <map>

#include "bmo/checks/kit/walk.hpp"
#include "bmo/checks/set_checks.hpp"

namespace bmo::checks::sets {
namespace {

constexpr std::size_t kKeptLengths = 16;
constexpr std::uint64_t kLengthsBelow = 10;
constexpr std::uint64_t kLeastRows = 5;

struct CapSignature {
  static constexpr CheckCard card{
      .id = "cap_signature",
      .code = "W_TOKEN_CAP",
      .title = "Many answers have exactly the greatest length",
      .why =
          "At least five answers have the greatest number of tokens of the set, ten times as many "
          "as have each of the ten lengths below: a limit cut them, some at the end of a sentence, "
          "where nothing else shows it.",
      .fix = "Generate these answers again with a higher max_tokens.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
  };

  void add(const Batch& batch) {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      if (pair.metadata == nullptr) return;
      const double tokens = (*pair.metadata)[RealField::kCompletionTokens];
      if (is_absent(tokens) || tokens < 1 || tokens > 1e9) return;
      ++rows;
      take(static_cast<std::uint64_t>(tokens), {1, batch.records[row].number});
    });
  }

  void merge(const CapSignature& other) {
    rows += other.rows;
    for (const auto& [length, count] : other.longest)
      take(length, count);
  }

  std::vector<SetFinding> judge() const {
    if (longest.empty()) return {};
    const auto top = std::prev(longest.end());
    std::uint64_t below = 0;
    for (auto at = longest.begin(); at != top; ++at)
      below += at->first + kLengthsBelow >= top->first ? at->second.rows : 0;
    const std::uint64_t count = top->second.rows;
    // Ten times the mean of ten lengths is their sum.
    if (count < kLeastRows || count < below) return {};
    return {{.rows = count,
             .of = rows,
             .first_record = top->second.first_record,
             .detail = std::to_string(count) + " answers have " + std::to_string(top->first) +
                       " tokens, " + std::to_string(below) + " the ten lengths below"}};
  }

  struct Count {
    std::uint64_t rows = 0;
    std::uint64_t first_record = 0;
  };

  /// Keeps the greatest lengths alone; more than the ten below the greatest are never asked for.
  void take(std::uint64_t length, const Count& from) {
    Count& into = longest[length];
    const bool is_first = into.rows == 0 || from.first_record < into.first_record;
    if (is_first) into.first_record = from.first_record;
    into.rows += from.rows;
    if (longest.size() > kKeptLengths) longest.erase(longest.begin());
  }

  std::map<std::uint64_t, Count> longest;
  std::uint64_t rows = 0;
};

}  // namespace

const SetCheckEntry& cap_signature() {
  return set_entry<CapSignature>();
}

}  // namespace bmo::checks::sets
