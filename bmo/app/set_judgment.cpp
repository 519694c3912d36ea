// A state for each check; what they find joins the findings of records.
#include "bmo/app/set_judgment.hpp"

#include <algorithm>

namespace bmo::app {
namespace {

/// Counts are in the order of their codes.
void count(const FindingExample& example, ExportAnswer& answer) {
  const auto at = std::ranges::lower_bound(answer.findings, example.code, {}, &FindingCount::code);
  if (at != answer.findings.end() && at->code == example.code) {
    ++at->count;
  } else {
    answer.findings.insert(at, {.code = example.code, .severity = example.severity, .count = 1});
  }
}

report::ShownFinding shown(const FindingExample& example) {
  return {.code = example.code,
          .severity = example.severity,
          .fault = {},
          .component = {},
          .file = example.file,
          .record = example.record,
          .field = {},
          .detail = example.detail};
}

}  // namespace

SetJudgment::SetJudgment(const std::vector<const checks::SetCheckEntry*>& checks) {
  for (const checks::SetCheckEntry* entry : checks)
    parts_.push_back({entry, entry->start()});
}

void SetJudgment::add(const pipeline::Item& item, const std::string& file) {
  if (inputs_.empty() || inputs_.back().second != file)
    inputs_.emplace_back(item.first_record, file);
  for (Part& part : parts_)
    part.state->add(item.batch);
}

FindingExample SetJudgment::example(const checks::CheckCard& card,
                                    const checks::SetFinding& finding) const {
  FindingExample out{.code = std::string(card.code),
                     .severity = std::string(severity_name(card.severity)),
                     .file = {},
                     .record = finding.first_record,
                     .field = {},
                     .detail = finding.detail,
                     .excerpt = {},
                     .command = {}};
  for (const auto& [first, file] : inputs_) {
    if (first <= finding.first_record) out.file = file;
  }
  return out;
}

Status SetJudgment::finish(ExportAnswer& answer, FindingsFile* file) const {
  for (const Part& part : parts_) {
    for (const checks::SetFinding& finding : part.state->judge()) {
      const FindingExample found = example(*part.entry->card, finding);
      count(found, answer);
      answer.examples.push_back(found);
      if (file != nullptr) BMO_TRY(file->add(shown(found)));
    }
  }
  return ok();
}

}  // namespace bmo::app
