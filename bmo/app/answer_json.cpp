// Builds the JSON documents; the names of fields are a contract with scripts.
#include "bmo/app/answer_json.hpp"

#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::Dom;

Dom object() {
  return Dom::object();
}

/// Leaves out what is not known, so that a script sees absence and not an empty text.
void add_text(Dom& out, const char* name, const std::string& text) {
  if (!text.empty()) out[name] = text;
}

Dom place_dom(const Place& place) {
  Dom out = object();
  add_text(out, "file", place.file);
  if (place.record) out["record"] = *place.record;
  if (place.line) out["line"] = *place.line;
  if (place.column) out["column"] = *place.column;
  if (place.byte) out["byte"] = *place.byte;
  add_text(out, "field", place.field);
  return out;
}

Dom example_dom(const FindingExample& finding) {
  const CodeText card = text_of_code(finding.code);
  Dom out = object();
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
  Dom out = object();
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
  Dom out = object();
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
  Dom out = object();
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

Dom place_dom(const std::string& file, std::uint64_t record, std::uint64_t line) {
  Dom out{{"file", file}, {"record", record}};
  if (line != 0) out["line"] = line;
  return out;
}

Dom spread_dom(const ScoreAnswer::Spread& spread) {
  Dom out{{"name", spread.name},
          {"evaluated", spread.evaluated},
          {"not_evaluated", spread.not_evaluated}};
  if (spread.evaluated == 0) return out;
  out["mean"] = spread.mean;
  out["p5"] = spread.p5;
  out["p25"] = spread.p25;
  out["p50"] = spread.p50;
  out["p75"] = spread.p75;
  out["below_85"] = spread.below_85;
  out["below_70"] = spread.below_70;
  out["tenths"] = spread.tenths;
  return out;
}

/// A correlation that cannot be told is null.
Dom judge_dom(const ScoreAnswer::Judge& judge) {
  return {{"name", judge.name},
          {"pairs", judge.pairs},
          {"compared", judge.compared},
          {"rank_correlation", judge.rank_correlation},
          {"interval", {judge.low, judge.high}}};
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
  Dom out = object();
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

Dom reason_dom(const Reason& reason) {
  Dom out = object();
  out["code"] = reason.code;
  add_text(out, "severity", reason.severity);
  add_text(out, "field", reason.field);
  add_text(out, "detail", reason.detail);
  add_text(out, "title", reason.title);
  add_text(out, "why", reason.why);
  add_text(out, "fix", reason.fix);
  return out;
}

Dom story_dom(const Story& story) {
  Dom out = object();
  out["id"] = story.id;
  out["record"] = story.record;
  out["file"] = story.file;
  if (story.line != 0) {
    out["line"] = story.line;
    out["byte"] = story.byte;
  }
  add_text(out, "content", story.content);
  out["fate"] = story.fate;
  add_text(out, "split", story.split);
  if (!story.kept_id.empty()) {
    out["kept"] = {{"id", story.kept_id},
                   {"record", story.kept_record},
                   {"method", story.method},
                   {"similarity", story.similarity}};
  }
  out["written"] = story.written;
  out["reasons"] = Dom::array();
  for (const Reason& reason : story.reasons)
    out["reasons"].push_back(reason_dom(reason));
  for (const StoredChange& change : story.changes) {
    out["changes"].push_back({{"fix", change.fix},
                              {"field", change.field},
                              {"before", change.before},
                              {"after", change.after}});
  }
  add_text(out, "override", story.decided);
  if (story.scores.empty()) return out;
  out["scores"] = story.scores;
  out["lost"] = Dom::array();
  for (const LostPoints& line : story.lost) {
    out["lost"].push_back(
        {{"points", line.points}, {"component", line.component}, {"text", line.text}});
  }
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

std::string to_json(const PackAnswer& answer) {
  return json::to_text(Dom{{"name", answer.name},
                           {"out", answer.out},
                           {"items", answer.items},
                           {"skipped", answer.skipped},
                           {"bytes", answer.bytes}});
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

std::string to_json(const WhyAnswer& answer) {
  Dom out = object();
  out["records"] = Dom::array();
  for (const Story& story : answer.stories)
    out["records"].push_back(story_dom(story));
  return json::to_text(out);
}

std::string to_json(const ListAnswer& answer) {
  Dom out = object();
  out["kind"] = answer.kind;
  out["items"] = Dom::array();
  for (const ListItem& item : answer.items) {
    Dom row = object();
    row["kind"] = item.kind;
    row["name"] = item.name;
    add_text(row, "code", item.code);
    add_text(row, "severity", item.severity);
    row["summary"] = item.summary;
    add_text(row, "detail", item.detail);
    out["items"].push_back(std::move(row));
  }
  return json::to_text(out);
}

std::string to_json(const ExplainAnswer& answer) {
  Dom out = object();
  out["kind"] = answer.kind;
  out["name"] = answer.name;
  add_text(out, "code", answer.code);
  add_text(out, "severity", answer.severity);
  add_text(out, "title", answer.title);
  add_text(out, "summary", answer.summary);
  add_text(out, "why", answer.why);
  add_text(out, "fix", answer.fix);
  for (const auto& [name, text] : answer.more)
    add_text(out, name.c_str(), text);
  return json::to_text(out);
}

std::string to_json(const DoctorAnswer& answer) {
  Dom out = object();
  bool healthy = true;
  for (const DoctorItem& item : answer.items) {
    Dom row = {{"value", item.value}};
    add_text(row, "fix", item.fix);
    healthy = healthy && item.fix.empty();
    out[item.group][item.name] = std::move(row);
  }
  out["healthy"] = healthy;
  return json::to_text(out);
}

std::string to_json(const EmbedFitAnswer& answer) {
  Dom out = object();
  out["out"] = answer.out;
  out["digest"] = answer.digest;
  out["teacher"] = answer.teacher;
  out["records"] = answer.records;
  out["texts"] = answer.texts;
  out["held_out"] = answer.held_out;
  out["words"] = answer.words;
  out["pieces"] = answer.pieces;
  out["bytes"] = answer.bytes;
  out["known_words"] = answer.known_words;
  out["rank_correlation"] = answer.rank_correlation;
  return json::to_text(out);
}

std::string to_json(const EmbedInfoAnswer& answer) {
  Dom out = object();
  out["name"] = answer.name;
  out["id"] = answer.id;
  out["digest"] = answer.digest;
  out["dimension"] = answer.dimension;
  add_text(out, "language", answer.language);
  out["about"] = answer.about;
  const Result<Dom> recipe = json::parse_dom(answer.recipe);
  if (recipe) out["recipe"] = *recipe;
  return json::to_text(out);
}

std::string to_json(const InitAnswer& answer) {
  return json::to_text(
      {{"workspace", answer.directory}, {"made", answer.made}, {"found", answer.found}});
}

std::string to_json(const ImportAnswer& answer) {
  Dom out = object();
  out["dataset"] = answer.dataset;
  out["version"] = answer.version;
  out["pairs"] = answer.pairs;
  out["repeated"] = answer.repeated;
  out.update(export_dom(answer.run));
  return json::to_text(out);
}

std::string to_json(const DatasetsAnswer& answer) {
  Dom out = object();
  out["workspace"] = answer.workspace;
  out["datasets"] = Dom::array();
  for (const DatasetItem& item : answer.datasets) {
    out["datasets"].push_back({{"name", item.name},
                               {"version", item.version},
                               {"pairs", item.pairs},
                               {"bytes", item.bytes},
                               {"created", item.created}});
  }
  return json::to_text(out);
}

std::string to_json(const OverrideAnswer& answer) {
  Dom out = object();
  out["decision"] = answer.keep ? "keep" : "drop";
  out["decided"] = answer.decided;
  out["log"] = answer.log;
  out["dry_run"] = answer.dry_run;
  out["first"] = Dom::array();
  for (const OverriddenPair& pair : answer.first) {
    Dom row{{"id", pair.id}, {"content", pair.content}};
    add_text(row, "fate", pair.fate);
    out["first"].push_back(std::move(row));
  }
  return json::to_text(out);
}

std::string to_json(const ScoreAnswer& answer) {
  Dom out = object();
  out["input"] = {{"records", answer.run.records}, {"bytes", answer.run.input_bytes}};
  out["quarantined"] = answer.run.quarantined;
  out["scores"] = Dom::array();
  for (const ScoreAnswer::Spread& spread : answer.scores)
    out["scores"].push_back(spread_dom(spread));
  out["lost"] = Dom::array();
  for (const ScoreAnswer::Loss& loss : answer.losses) {
    out["lost"].push_back(
        {{"what", loss.what},
         {"pairs", loss.pairs},
         {"points", loss.points},
         {"first", place_dom(loss.first_file, loss.first_record, loss.first_line)}});
  }
  out["worst"] = Dom::array();
  for (const ScoreAnswer::Worst& worst : answer.worst) {
    Dom row{{"id", worst.id}, {"bmo_soundness", worst.soundness}};
    row.update(place_dom(worst.file, worst.record, worst.line));
    for (const ScoreAnswer::LostPoints& line : worst.lost)
      row["lost"].push_back({{"points", line.points}, {"text", line.text}});
    out["worst"].push_back(std::move(row));
  }
  out["notes"] = answer.run.notes;
  out["judges"] = Dom::array();
  for (const ScoreAnswer::Judge& judge : answer.judges)
    out["judges"].push_back(judge_dom(judge));
  out["seconds"] = answer.run.seconds;
  out["peak_memory_bytes"] = answer.run.peak_memory_bytes;
  return json::to_text(out);
}

std::string to_json(const Error& error, int exit_code) {
  Dom body = object();
  body["code"] = error.code;
  body["message"] = error.message;
  body["why"] = error.why;
  body["fix"] = error.hint;
  body["place"] = place_dom(error.place);
  body["exit_code"] = exit_code;
  Dom out = object();
  out["error"] = std::move(body);
  return json::to_text(out);
}

}  // namespace bmo::app
