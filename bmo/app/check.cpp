// Watches a check go by: changes, the whole set, every finding, and those for a person to judge.
#include "bmo/app/finding_labels.hpp"
#include "bmo/app/findings_file.hpp"
#include "bmo/app/set_judgment.hpp"
#include "bmo/app/watched_check.hpp"

namespace bmo::app {
namespace {

using OnChange = std::function<void(const PairChange&)>;

void tell_changes(const pipeline::Item& item, const std::string& file, const OnChange& on_change) {
  for (const checks::Change& change : item.changes) {
    const Record& record = item.batch.records[change.row];
    on_change({.fix = change.fix,
               .id = item.batch.pairs[change.row].id,
               .file = file,
               .record = record.number,
               .line = record.line,
               .field = change.field,
               .before = change.before,
               .after = change.after});
  }
}

}  // namespace

Result<ExportAnswer> run_check(const ExportRequest& request, const Session& session,
                               const std::function<void(const PairChange&)>& on_change) {
  std::unique_ptr<FindingsFile> file;
  if (!request.findings.empty()) {
    BMO_TRY_AS(file, FindingsFile::create(session.disk, request.findings, request));
  }
  FindingSample sample(request.label_file.empty() ? 0 : request.labels_of_a_kind);
  SetJudgment whole(pipeline::set_checks_of(request.checks));
  const auto watch = [&](const pipeline::Item& item, const std::string& input) {
    if (on_change) tell_changes(item, input, on_change);
    whole.add(item, input);
    sample.add(item, input);
    return file ? file->add(item, input) : ok();
  };
  BMO_TRY_AS(ExportAnswer answer, run_watched_check(request, session, watch));
  BMO_TRY(whole.finish(answer, file.get()));
  for (FindingExample& example : answer.examples)
    example.command = resolving_command(example.code, request);
  if (file) BMO_TRY(file->finish(answer));
  if (request.label_file.empty()) return answer;
  BMO_TRY(sample.write(session.disk, request.label_file));
  answer.labels = sample.counts();
  return answer;
}

}  // namespace bmo::app
