// Runs checks over a batch and quarantines what they found faulty.
#include <algorithm>
#include <vector>

#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

/// A mark for each check whose card names words, as long as there are bits.
class WordLists {
 public:
  explicit WordLists(std::span<const CheckEntry* const> checks) {
    for (const CheckEntry* check : checks) {
      if (check->card->words.empty() || cards_.size() == kMost) continue;
      cards_.push_back(check->card);
      table_.add(check->card->words, mark_of(*check->card));
    }
  }

  const facts::MarkTable& table() const { return table_; }

  facts::Marks mark_of(const CheckCard& card) const {
    const auto found = std::find(cards_.begin(), cards_.end(), &card);
    if (found == cards_.end()) return facts::kEveryText;
    return static_cast<facts::Marks>(2U << static_cast<unsigned>(found - cards_.begin()));
  }

 private:
  static constexpr std::size_t kMost = 7;
  std::vector<const CheckCard*> cards_;
  facts::MarkTable table_;
};

}  // namespace

void FindingSink::report(std::size_t row, std::string field, std::string detail) {
  report(row, {.points = card_.points}, std::move(field), std::move(detail));
}

void FindingSink::report(std::size_t row, const Fault& fault, std::string field,
                         std::string detail) {
  batch_.findings.push_back({.code = card_.code,
                             .severity = card_.severity,
                             .component = card_.component,
                             .points = fault.points,
                             .row = static_cast<std::uint32_t>(row),
                             .column = 0,
                             .field = std::move(field),
                             .fault = fault.name,
                             .detail = std::move(detail)});
}

facts::Need needs_of(std::span<const CheckEntry* const> checks) {
  facts::Need needs = facts::Need::kNone;
  for (const CheckEntry* check : checks)
    needs = needs | check->card->needs;
  return needs;
}

std::uint8_t components_of(std::span<const CheckEntry* const> checks) {
  unsigned judged = (1U << kNumComponents) - 1U;
  judged &= ~(1U | 1U << static_cast<unsigned>(Component::kCoherence));
  for (const CheckEntry* known : all()) {
    const bool is_run = std::find(checks.begin(), checks.end(), known) != checks.end();
    if (!is_run) judged &= ~(1U << static_cast<unsigned>(known->card->component));
  }
  return static_cast<std::uint8_t>(judged);
}

void run(std::span<const CheckEntry* const> checks, Batch& batch, facts::Facts& scratch) {
  const std::size_t known = batch.findings.size();
  const WordLists lists(checks);
  facts::compute(batch, scratch, needs_of(checks), lists.table());
  for (const CheckEntry* check : checks) {
    if (check->inspect == nullptr) continue;
    scratch.asked = lists.mark_of(*check->card);
    FindingSink sink(batch, *check->card);
    check->inspect(batch, scratch, sink);
  }
  scratch.asked = facts::kEveryText;
  if (batch.findings.size() == known) return;
  // Fates change only now, so that a record's findings do not depend on the order of checks.
  for (std::size_t i = known; i < batch.findings.size(); ++i) {
    const Finding& finding = batch.findings[i];
    if (finding.severity == Severity::kError) batch.fates[finding.row] = Fate::kQuarantined;
  }
  std::stable_sort(batch.findings.begin(), batch.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.row < b.row; });
}

}  // namespace bmo::checks
