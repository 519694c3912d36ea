// What a tally and a list of files stand for, as an answer.
#include "bmo/app/export.hpp"
#include "bmo/catalog/catalog.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::app {
namespace {

std::string title_of_fix(const std::string& id) {
  const auto entry = catalog::find("fix:" + id);
  return entry ? std::string(entry->title) : std::string();
}

std::vector<GateAnswer::Border> borders_of(const std::vector<pipeline::BorderPair>& pairs) {
  std::vector<GateAnswer::Border> out;
  for (const pipeline::BorderPair& pair : pairs)
    out.push_back({pair.score, pair.id, pair.file, pair.record, pair.line});
  return out;
}

void add_gates(const pipeline::Tally& tally, ExportAnswer& answer) {
  for (const auto& [name, total] : tally.gates.gates) {
    answer.gates.push_back({.name = name,
                            .least = total.least,
                            .judged = total.judged,
                            .dropped = total.dropped,
                            .not_known = total.not_known,
                            .passed = borders_of(total.passed),
                            .failed = borders_of(total.failed)});
  }
  answer.overrides = tally.overrides;
  if (!tally.scores.empty()) {
    answer.scores_json = json::to_text(pipeline::score_summary_dom(tally.scores));
  }
}

}  // namespace

ExportAnswer answer_of(const pipeline::Tally& tally,
                       const std::vector<pipeline::ExportedFile>& files) {
  ExportAnswer answer;
  answer.records = tally.records();
  answer.exported = tally.count(Fate::kExported);
  answer.filtered = tally.count(Fate::kFiltered);
  answer.duplicates = tally.count(Fate::kDuplicate);
  answer.quarantined = tally.count(Fate::kQuarantined);
  answer.held = tally.count(Fate::kHeld);
  for (const pipeline::ExportedFile& file : files) {
    answer.files.push_back(
        {.path = file.path, .bytes = file.bytes, .rows = file.rows, .sha256 = file.sha256});
  }
  for (const auto& [code, total] : tally.findings) {
    answer.findings.push_back({.code = code, .severity = total.severity, .count = total.count});
  }
  for (const pipeline::FindingExample& example : tally.examples) {
    answer.examples.push_back({.code = example.code,
                               .severity = example.severity,
                               .file = example.file,
                               .record = example.record,
                               .line = example.line,
                               .column = example.column,
                               .byte = example.byte,
                               .field = example.field,
                               .detail = example.detail,
                               .excerpt = example.excerpt,
                               .caret = example.caret});
  }
  for (const auto& [id, count] : tally.fixes)
    answer.fixes.push_back({.id = id, .title = title_of_fix(id), .count = count});
  add_gates(tally, answer);
  answer.reasons = tally.reasons;
  answer.not_held = tally.not_held;
  return answer;
}

}  // namespace bmo::app
