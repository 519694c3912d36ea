// Analyses both sets and subtracts.
#include "bmo/app/compare.hpp"

#include "bmo/app/analyze_json.hpp"
#include "bmo/app/figure_changes_json.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {

Result<CompareAnswer> run_compare(const CompareRequest& request, const Session& session) {
  AnalyzeRequest other = request.analysis;
  other.sources = {request.with};
  BMO_TRY_AS(const AnalyzeAnswer before, run_analyze(other, session));
  CompareAnswer answer{.analysis = {}, .with = request.with, .changes = {}};
  BMO_TRY_AS(answer.analysis, run_analyze(request.analysis, session));
  answer.changes = figure_changes(before.chapters, answer.analysis.chapters);
  answer.analysis.seconds += before.seconds;
  return answer;
}

std::string to_json(const CompareAnswer& answer) {
  json::Dom out = json::Dom::parse(to_json(answer.analysis), nullptr, false);
  out["compared_with"] = answer.with;
  out["changes"] = changes_dom(answer.changes);
  return json::to_text(out);
}

}  // namespace bmo::app
