// The JSON documents of runs: exports, checks and imports, their duplicates, what was fitted on
// their findings, and what a second reading of them says.
#include "bmo/app/answer_json.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::add_text;
using json::Dom;

Dom example_dom(const FindingExample& finding) {
  const CodeText card = text_of_code(finding.code);
  Dom out = Dom::object();
  out["code"] = finding.code;
  out["severity"] = finding.severity;
  add_text(out, "title", std::string(card.title));
  out["file"] = finding.file;
  out["record"] = finding.record;
  if (finding.line != 0) {
    out["line"] = finding.line;
    if (finding.column != 0) out["column"] = finding.column;
    out["byte"] = finding.byte;
  }
  add_text(out, "field", finding.field);
  add_text(out, "why", finding.detail);
  add_text(out, "fix", std::string(card.fix));
  add_text(out, "command", finding.command);
  add_text(out, "excerpt", finding.excerpt);
  return out;
}

Dom files_dom(const std::vector<FileAnswer>& files) {
  Dom out = Dom::array();
  for (const FileAnswer& file : files) {
    out.push_back(
        {{"path", file.path}, {"bytes", file.bytes}, {"rows", file.rows}, {"sha256", file.sha256}});
  }
  return out;
}

Dom counts_dom(const std::vector<FindingCount>& findings) {
  Dom out = Dom::array();
  for (const FindingCount& finding : findings) {
    out.push_back(
        {{"code", finding.code}, {"severity", finding.severity}, {"count", finding.count}});
  }
  return out;
}

Dom fixes_dom(const std::vector<FixCount>& fixes) {
  Dom out = Dom::array();
  for (const FixCount& fix : fixes)
    out.push_back({{"id", fix.id}, {"title", fix.title}, {"count", fix.count}});
  return out;
}

Dom not_held_dom(const ExportAnswer& answer) {
  Dom out = Dom::object();
  for (const auto& [what, count] : answer.not_held)
    out[what] = count;
  return out;
}

Dom cutoff_dom(const CutoffAnswer& cutoff) {
  return {{"cutoff", cutoff.cutoff},
          {"rows_cut", cutoff.rows_cut},
          {"tokens_cut", cutoff.tokens_cut},
          {"answer_tokens_lost", cutoff.answer_tokens_lost},
          {"rows_without_answer", cutoff.rows_without_answer},
          {"packed_sequences", cutoff.packed_sequences},
          {"packing_fill", cutoff.packing_fill},
          {"packed_steps", cutoff.packed_steps}};
}

Dom tokens_dom(const TokensAnswer& tokens) {
  Dom out = Dom::object();
  out["tokenizer"] = tokens.tokenizer;
  out["has_template"] = tokens.has_template;
  out["pairs"] = tokens.pairs;
  out["rendered"] = tokens.rendered;
  out["tokens"] = tokens.tokens;
  out["trained_tokens"] = tokens.trained_tokens;
  out["mean"] = tokens.mean;
  out["p50"] = tokens.p50;
  out["p90"] = tokens.p90;
  out["p99"] = tokens.p99;
  out["longest"] = tokens.longest;
  out["batch"] = tokens.batch;
  out["steps"] = tokens.steps;
  if (tokens.cost) out["cost"] = *tokens.cost;
  out["without_stop"] = tokens.without_stop;
  out["cutoffs"] = Dom::array();
  for (const CutoffAnswer& cutoff : tokens.cutoffs)
    out["cutoffs"].push_back(cutoff_dom(cutoff));
  out["masks"] = tokens.masks;
  out["dropped"] = tokens.dropped;
  out["changed"] = tokens.changed;
  out["refusals"] = tokens.refusals;
  return out;
}

Dom border_dom(const BorderAnswer& border) {
  return {{"verdict", border.verdict},
          {"similarity", border.similarity},
          {"response_similarity", border.response},
          {"removed", border.removed},
          {"id", border.id},
          {"record", border.record},
          {"other_id", border.other_id},
          {"other_record", border.other_record},
          {"instruction", border.instruction},
          {"difference", border.difference}};
}

Dom dedup_dom(const DedupAnswer& answer) {
  Dom out = Dom::object();
  out["pairs"] = answer.pairs;
  out["kept"] = answer.kept;
  out["threshold"] = answer.threshold;
  out["removed"] = answer.removed;
  out["found"] = answer.found;
  out["thresholds"] = Dom::array();
  for (const ThresholdAnswer& row : answer.thresholds) {
    out["thresholds"].push_back(
        {{"threshold", row.threshold}, {"removed", row.removed}, {"kept", row.kept}});
  }
  if (answer.semantic_threshold > 0) {
    out["semantic_threshold"] = answer.semantic_threshold;
    out["semantic_thresholds"] = Dom::array();
    for (const ThresholdAnswer& row : answer.semantic_thresholds) {
      out["semantic_thresholds"].push_back(
          {{"threshold", row.threshold}, {"removed", row.removed}, {"kept", row.kept}});
    }
  }
  out["sources"] = Dom::array();
  for (const SourceLossAnswer& row : answer.sources) {
    out["sources"].push_back({{"source", row.source},
                              {"pairs", row.pairs},
                              {"equal", row.equal},
                              {"near", row.near},
                              {"wiped_out", row.wiped_out}});
  }
  out["border"] = Dom::array();
  for (const BorderAnswer& border : answer.border)
    out["border"].push_back(border_dom(border));
  if (!answer.labels_file.empty())
    out["labels"] = {{"file", answer.labels_file}, {"pairs", answer.labels.size()}};
  if (!answer.notes.empty()) out["notes"] = answer.notes;
  add_text(out, "wiped_out", answer.wiped_out);
  add_text(out, "out", answer.out);
  return out;
}

Dom borders_dom(const std::vector<GateAnswer::Border>& pairs) {
  Dom out = Dom::array();
  for (const GateAnswer::Border& pair : pairs) {
    out.push_back({{"id", pair.id},
                   {"score", pair.score},
                   {"file", pair.file},
                   {"record", pair.record},
                   {"line", pair.line}});
  }
  return out;
}

/// Gates, overrides and scores, where a run had any.
void add_quality(const ExportAnswer& answer, Dom& out) {
  for (const GateAnswer& gate : answer.gates) {
    out["gates"].push_back({{"gate", gate.name},
                            {"least", gate.least},
                            {"judged", gate.judged},
                            {"dropped", gate.dropped},
                            {"not_known", gate.not_known},
                            {"just_passed", borders_dom(gate.passed)},
                            {"just_failed", borders_dom(gate.failed)}});
  }
  for (const GroupAnswer& group : answer.breaches) {
    out["over_budget"].push_back(
        {{"group", group.group}, {"pairs", group.pairs}, {"dropped", group.dropped}});
  }
  if (!answer.overrides.empty()) out["overrides"] = answer.overrides;
  if (!answer.scores_json.empty()) {
    if (const auto scores = json::parse_dom(answer.scores_json)) out["quality"] = *scores;
  }
}

void add_splits(const ExportAnswer& answer, Dom& out) {
  for (const SplitAnswer& split : answer.splits) {
    out["splits"].push_back(
        {{"name", split.name}, {"wanted", split.wanted}, {"pairs", split.pairs}});
  }
  if (!answer.strata) return;
  out["strata"] = {{"by", answer.strata->by},
                   {"parted", answer.strata->parted},
                   {"joined", answer.strata->joined},
                   {"farthest", answer.strata->farthest}};
}

Dom export_dom(const ExportAnswer& answer) {
  Dom out = Dom::object();
  out["input"] = {{"records", answer.records}, {"bytes", answer.input_bytes}};
  out["exported"] = answer.exported;
  out["filtered"] = answer.filtered;
  out["duplicates"] = answer.duplicates;
  out["quarantined"] = answer.quarantined;
  out["held"] = answer.held;
  out["out"] = answer.out;
  out["files"] = files_dom(answer.files);
  out["findings"] = counts_dom(answer.findings);
  out["examples"] = Dom::array();
  for (const FindingExample& example : answer.examples) {
    out["examples"].push_back(example_dom(example));
  }
  if (!answer.fixes.empty()) out["fixes"] = fixes_dom(answer.fixes);
  add_splits(answer, out);
  if (answer.dedup) out["dedup"] = dedup_dom(*answer.dedup);
  add_text(out, "wiped_out", answer.wiped_out);
  add_quality(answer, out);
  if (!answer.labels.empty()) out["labels"] = answer.labels;
  if (answer.tokens) out["tokens"] = tokens_dom(*answer.tokens);
  out["notes"] = answer.notes;
  out["not_held"] = not_held_dom(answer);
  out["resumed"] = answer.resumed;
  out["already_complete"] = answer.already_complete;
  out["dry_run"] = answer.dry_run;
  out["seconds"] = answer.seconds;
  out["peak_memory_bytes"] = answer.peak_memory_bytes;
  return out;
}

}  // namespace

std::string to_json(const ExportAnswer& answer) {
  return json::to_text(export_dom(answer));
}

std::string to_json(const DedupAnswer& answer) {
  Dom out = dedup_dom(answer);
  out["seconds"] = answer.seconds;
  return json::to_text(out);
}

std::string to_json(const CalibrationAnswer& answer) {
  const auto precision = [](const PrecisionAnswer& row) {
    return Dom{{"threshold", row.threshold},
               {"answered", row.answered},
               {"same", row.same},
               {"precision", row.precision},
               {"interval", {row.low, row.high}}};
  };
  Dom out{{"wanted", answer.wanted}, {"open", answer.open}, {"flags", answer.flags}};
  out["methods"] = Dom::array();
  for (const MethodCalibration& method : answer.methods) {
    Dom dom{{"method", method.method}, {"answered", method.answered}};
    dom["thresholds"] = Dom::array();
    for (const PrecisionAnswer& row : method.thresholds)
      dom["thresholds"].push_back(precision(row));
    dom["chosen"] = method.chosen ? precision(*method.chosen) : Dom();
    out["methods"].push_back(std::move(dom));
  }
  return json::to_text(out);
}

std::string to_json(const PointsAnswer& answer) {
  Dom out{{"open", answer.open}, {"settings", answer.settings}};
  add_text(out, "file", answer.file);
  out["kinds"] = Dom::array();
  for (const KindCalibration& kind : answer.kinds) {
    out["kinds"].push_back({{"what", kind.what},
                            {"answered", kind.answered},
                            {"right", kind.right},
                            {"precision", kind.precision},
                            {"interval", {kind.low, kind.high}},
                            {"card_points", kind.card},
                            {"points", kind.points},
                            {"pooled", kind.is_pooled},
                            {"missing", kind.missing}});
  }
  return json::to_text(out);
}

std::string to_json(const VerifyAnswer& answer) {
  Dom out = export_dom(answer.summary);
  out["seconds"] = answer.seconds;
  out["bytes_read"] = answer.bytes_read;
  out["sound"] = answer.damage.empty();
  if (answer.matches != 0) {
    out["matches"] = answer.matches;
    out["matches_recomputed"] = answer.matches_recomputed;
  }
  if (answer.changes != 0) {
    out["changes"] = answer.changes;
    out["changes_recomputed"] = answer.changes_recomputed;
  }
  out["damage"] = Dom::array();
  for (const Damage& damage : answer.damage) {
    out["damage"].push_back({{"path", damage.path}, {"what", damage.what}, {"fix", damage.fix}});
  }
  return json::to_text(out);
}

std::string to_json(const ImportAnswer& answer) {
  Dom out = Dom::object();
  out["dataset"] = answer.dataset;
  out["version"] = answer.version;
  out["pairs"] = answer.pairs;
  out["repeated"] = answer.repeated;
  out.update(export_dom(answer.run));
  return json::to_text(out);
}

}  // namespace bmo::app
