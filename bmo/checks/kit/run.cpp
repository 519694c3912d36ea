// Runs checks over a batch and quarantines what they found faulty.
#include <algorithm>

#include "bmo/checks/checks.hpp"

namespace bmo::checks {

void FindingSink::report(std::size_t row, std::string field, std::string detail) {
  batch_.findings.push_back({.code = card_.code,
                             .severity = card_.severity,
                             .row = static_cast<std::uint32_t>(row),
                             .column = 0,
                             .field = std::move(field),
                             .detail = std::move(detail)});
}

void run(std::span<const CheckEntry* const> checks, Batch& batch, facts::Facts& scratch) {
  const std::size_t known = batch.findings.size();
  facts::compute(batch, scratch);
  for (const CheckEntry* check : checks) {
    if (check->inspect == nullptr) continue;
    FindingSink sink(batch, *check->card);
    check->inspect(batch, scratch, sink);
  }
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
