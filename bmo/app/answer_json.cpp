// Builds the JSON documents; the names of fields are a contract with scripts.
#include "bmo/app/answer_json.hpp"

#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::add_text;
using json::Dom;

Dom place_dom(const Place& place) {
  Dom out = Dom::object();
  add_text(out, "file", place.file);
  if (place.record) out["record"] = *place.record;
  if (place.line) out["line"] = *place.line;
  if (place.column) out["column"] = *place.column;
  if (place.byte) out["byte"] = *place.byte;
  add_text(out, "field", place.field);
  return out;
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

Dom reason_dom(const Reason& reason) {
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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

std::string to_json(const PackAnswer& answer) {
  return json::to_text(Dom{{"name", answer.name},
                           {"out", answer.out},
                           {"items", answer.items},
                           {"skipped", answer.skipped},
                           {"bytes", answer.bytes}});
}

std::string to_json(const WhyAnswer& answer) {
  Dom out = Dom::object();
  out["records"] = Dom::array();
  for (const Story& story : answer.stories)
    out["records"].push_back(story_dom(story));
  return json::to_text(out);
}

std::string to_json(const ListAnswer& answer) {
  Dom out = Dom::object();
  out["kind"] = answer.kind;
  out["items"] = Dom::array();
  for (const ListItem& item : answer.items) {
    Dom row = Dom::object();
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
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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

std::string to_json(const DatasetsAnswer& answer) {
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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
  Dom out = Dom::object();
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
  Dom body = Dom::object();
  body["code"] = error.code;
  body["message"] = error.message;
  body["why"] = error.why;
  body["fix"] = error.hint;
  body["place"] = place_dom(error.place);
  body["exit_code"] = exit_code;
  Dom out = Dom::object();
  out["error"] = std::move(body);
  return json::to_text(out);
}

}  // namespace bmo::app
