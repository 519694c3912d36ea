// Finds an answer that a set gives to many questions.
//
// Answers are counted in buckets by their hash, so that memory does not grow with the set: what
// stands out of its bucket's usual load is one answer.
#include <algorithm>

#include "bmo/base/hash.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/checks/set_checks.hpp"

namespace bmo::checks::sets {
namespace {

constexpr std::size_t kBuckets = 1U << 16U;
constexpr std::uint64_t kLeastRows = 10;

struct Bucket {
  std::uint64_t rows = 0;
  std::uint64_t first_record = 0;
};

struct OneAnswer {
  static constexpr CheckCard card{
      .id = "one_answer",
      .code = "W_ONE_ANSWER",
      .title = "Many questions of the set have the same answer",
      .why =
          "At least ten rows and one in a hundred share one answer word for word. The model learns "
          "to give it to anything.",
      .fix = "Remove these rows, or keep one of them.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
  };

  void add(const Batch& batch) {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      const Message* response = pair.response();
      if (response == nullptr || !response->tool_calls.empty()) return;
      ++rows;
      Bucket& bucket = buckets[hash64(response->content) % kBuckets];
      take(bucket, {.rows = 1, .first_record = batch.records[row].number});
    });
  }

  void merge(const OneAnswer& other) {
    rows += other.rows;
    for (std::size_t i = 0; i < kBuckets; ++i)
      take(buckets[i], other.buckets[i]);
  }

  std::vector<SetFinding> judge() const {
    std::vector<SetFinding> out;
    const std::uint64_t usual = rows / kBuckets;
    for (const Bucket& bucket : buckets) {
      const std::uint64_t more = bucket.rows - std::min(bucket.rows, usual);
      if (more < kLeastRows || 100 * more < rows) continue;
      out.push_back({.rows = more,
                     .of = rows,
                     .first_record = bucket.first_record,
                     .detail = std::to_string(more) + " of " + std::to_string(rows) +
                               " rows share one answer"});
    }
    std::sort(out.begin(), out.end(), [](const SetFinding& a, const SetFinding& b) {
      return a.rows != b.rows ? a.rows > b.rows : a.first_record < b.first_record;
    });
    return out;
  }

  static void take(Bucket& into, const Bucket& from) {
    if (from.rows == 0) return;
    const bool is_first = into.rows == 0 || from.first_record < into.first_record;
    if (is_first) into.first_record = from.first_record;
    into.rows += from.rows;
  }

  std::vector<Bucket> buckets = std::vector<Bucket>(kBuckets);
  std::uint64_t rows = 0;
};

}  // namespace

const SetCheckEntry& one_answer() {
  return set_entry<OneAnswer>();
}

}  // namespace bmo::checks::sets
