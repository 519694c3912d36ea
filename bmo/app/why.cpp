// Looks a pair up in the ledger and explains each finding with its card.
#include "bmo/app/why.hpp"

#include <algorithm>

#include "bmo/app/ledger.hpp"
#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/scores/scores.hpp"

namespace bmo::app {
namespace {

Reason reason_of(json::Value finding, Arena& arena) {
  Reason reason{.code = text_in(finding, "code", arena),
                .severity = text_in(finding, "severity", arena),
                .field = text_in(finding, "field", arena),
                .detail = text_in(finding, "detail", arena)};
  if (const auto entry = catalog::find(reason.code)) {
    reason.title = entry->title;
    reason.why = entry->why;
    reason.fix = entry->fix;
  }
  return reason;
}

Reason gate_reason(const std::string& reason) {
  if (reason == "where") {
    return {.code = reason,
            .title = "The --where filter is not true for it",
            .fix = "change the filter, or leave it out"};
  }
  const bool absent = reason.ends_with(')');
  if (reason.starts_with("where")) {
    return {.code = reason,
            .title = "The --where filter is neither true nor false for it",
            .why = "It names a score that was not evaluated for this pair.",
            .fix = "say what is to become of such pairs, as in `... OR bmo_clarity IS NULL`"};
  }
  if (reason.starts_with("gate where")) {
    return {.code = reason,
            .title = "The condition of the gates is not true for it",
            .fix = "change `where` under [gates] in bmo.toml, or keep it by bmo override"};
  }
  if (reason.starts_with("min-score") || reason.starts_with("gate ")) {
    return {.code = reason,
            .title = absent ? "It has no such score" : "Its score is below what the gate asks for",
            .fix = "lower the gate, or keep the pair: bmo override ID --keep --reason TEXT"};
  }
  if (reason == "override") {
    return {.code = reason,
            .title = "A person decided to drop it",
            .fix = "decide again: bmo override ID --keep --reason TEXT"};
  }
  if (reason == "sample" || reason == "limit") {
    return {.code = reason,
            .title = "--" + reason + " left it out",
            .fix = "raise --" + reason + ", or leave it out"};
  }
  if (reason == "contaminated") {
    return {.code = reason,
            .title = "It holds an item of an evaluation set",
            .fix = "leave the pack out of --decontaminate to keep it"};
  }
  return {.code = reason};
}

double real_in(json::Value row, std::string_view field) {
  const json::Value value = row.find(field);
  return value && value.kind() == json::Kind::kNumber ? value.real() : 0;
}

/// Which pair stays in its place, and what the two say differently.
void tell_duplicate(json::Value row, Arena& arena, Story& story) {
  story.kept_id = text_in(row, "kept_id", arena);
  story.kept_record = number_in(row, "kept_record");
  story.method = text_in(row, "method", arena);
  story.similarity = real_in(row, "similarity");
  const std::string difference = text_in(row, "difference", arena);
  Reason reason{.code = text_in(row, "reason", arena),
                .title = "It says the same as " + story.kept_id + " (record " +
                         std::to_string(story.kept_record) + "), which stays"};
  reason.detail = difference.empty()
                      ? "nothing that is said differs"
                      : "what differs, from this one to the one that stays: " + difference;
  if (const auto entry = catalog::find("dedup:" + story.method)) reason.why = entry->why;
  reason.fix = story.method == "exact"
                   ? "leave --dedup out to keep both"
                   : "raise the threshold, or leave " + story.method + " out of --dedup";
  story.reasons.push_back(std::move(reason));
}

std::optional<Component> component_of(std::string_view name) {
  for (std::size_t i = 1; i < kNumComponents; ++i) {
    if (component_name(static_cast<Component>(i)) == name) return static_cast<Component>(i);
  }
  return std::nullopt;
}

/// The findings as scores see them, so that points are explained as they were when they were lost.
void tell_lost_points(json::Value findings, Arena& arena, Story& story) {
  Batch batch;
  std::vector<std::string> texts;
  for (const json::Value row : findings.elements()) {
    const auto component = component_of(text_in(row, "component", arena));
    if (!component) continue;
    batch.findings.push_back({.code = arena.keep(text_in(row, "code", arena)),
                              .component = *component,
                              .points = static_cast<std::uint8_t>(number_in(row, "points")),
                              .field = text_in(row, "field", arena),
                              .fault = arena.keep(text_in(row, "fault", arena)),
                              .detail = text_in(row, "detail", arena)});
  }
  for (const scores::Line& line : scores::explain_loss(batch, 0)) {
    story.lost.push_back({line.points, std::string(component_name(line.component)), line.text});
  }
}

void tell_scores(json::Value row, Arena& arena, Story& story) {
  for (const std::string& name : pipeline::own_score_names()) {
    const json::Value value = row.find(name);
    if (value && value.kind() == json::Kind::kNumber) story.scores[name] = value.real();
  }
  const json::Value findings = row.find("findings");
  if (!story.scores.empty() && findings && findings.is_array())
    tell_lost_points(findings, arena, story);
}

Story story_of(json::Value row, Arena& arena) {
  Story story{.id = text_in(row, "id", arena),
              .record = number_in(row, "record"),
              .file = text_in(row, "file", arena),
              .line = number_in(row, "line"),
              .byte = number_in(row, "byte"),
              .content = text_in(row, "content", arena),
              .fate = text_in(row, "fate", arena),
              .split = text_in(row, "split", arena)};
  if (story.content.empty()) story.content = story.id;
  for (const json::Field field : row.fields()) {
    const bool written = field.key.starts_with("written ");
    if (written && field.value.kind() == json::Kind::kTrue) {
      story.written.emplace_back(field.key.substr(8));
    }
  }
  if (const json::Value findings = row.find("findings"); findings && findings.is_array()) {
    for (const json::Value finding : findings.elements()) {
      story.reasons.push_back(reason_of(finding, arena));
    }
  }
  if (const json::Value changes = row.find("changes"); changes && changes.is_array()) {
    for (const json::Value change : changes.elements()) {
      story.changes.push_back({.fix = text_in(change, "fix", arena),
                               .field = text_in(change, "field", arena),
                               .before = text_in(change, "before", arena),
                               .after = text_in(change, "after", arena)});
    }
  }
  tell_scores(row, arena, story);
  story.decided = text_in(row, "override", arena);
  if (story.fate == "duplicate") {
    tell_duplicate(row, arena, story);
    return story;
  }
  const std::string reason = text_in(row, "reason", arena);
  const bool told = std::any_of(story.reasons.begin(), story.reasons.end(),
                                [&reason](const Reason& r) { return r.code == reason; });
  if (!reason.empty() && !told) story.reasons.push_back(gate_reason(reason));
  return story;
}

}  // namespace

Result<WhyAnswer> run_why(const std::string& id, const std::string& directory,
                          const Session& session) {
  WhyAnswer answer;
  const WantedPair wanted(id);
  json::Document document;
  BMO_TRY(visit_ledger(session.disk, directory, [&](const std::vector<std::string_view>& rows) {
    Arena arena;
    for (const std::string_view row : rows) {
      json::Fault fault;
      if (!wanted.may_be(row) || !document.parse(row, arena, fault)) continue;
      if (wanted.is(document.root(), arena)) {
        answer.stories.push_back(story_of(document.root(), arena));
      }
    }
    return ok();
  }));
  if (answer.stories.empty()) {
    return Error{
        .kind = ErrorKind::kNotFound,
        .code = "E_NOT_FOUND",
        .message = "no record of this export has the id `" + excerpt(id) + "`",
        .hint = "an id is given with the data, or the pair's content hash; #N names record N",
        .place = {.file = directory}};
  }
  return answer;
}

}  // namespace bmo::app
