// The JSON document of a comparison.
#include "bmo/app/diff.hpp"
#include "bmo/app/figure_changes_json.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::Dom;

Dom text_dom(const DiffText& text) {
  return {{"question", text.question}, {"answer", text.answer}};
}

Dom sample_dom(const DiffSample& sample) {
  Dom out{{"kind", diff_kind_name(sample.kind)}, {"id", sample.id}};
  if (!sample.tie.empty()) out["found_by"] = sample.tie;
  if (sample.before_pair != 0) {
    out["before"] = text_dom(sample.before);
    out["before"]["pair"] = sample.before_pair;
  }
  if (sample.after_pair != 0) {
    out["after"] = text_dom(sample.after);
    out["after"]["pair"] = sample.after_pair;
  }
  return out;
}

}  // namespace

std::string to_json(const DiffAnswer& answer) {
  Dom out{{"pairs", {{"before", answer.pairs_before}, {"after", answer.pairs_after}}}};
  for (std::size_t i = 0; i < kNumDiffKinds; ++i)
    out["counts"][std::string(diff_kind_name(static_cast<DiffKind>(i)))] = answer.counts[i];
  out["edited_found_by"] = Dom::object();
  for (std::size_t i = 2; i < answer.ties.size(); ++i)
    out["edited_found_by"][std::string(diff_tie_name(static_cast<DiffTie>(i)))] = answer.ties[i];
  out["samples"] = Dom::array();
  for (const DiffSample& sample : answer.samples)
    out["samples"].push_back(sample_dom(sample));
  out["figures"] = changes_dom(answer.figures);
  out["failed"] = answer.failed;
  out["notes"] = answer.notes;
  out["seconds"] = answer.seconds;
  return json::to_text(out);
}

}  // namespace bmo::app
