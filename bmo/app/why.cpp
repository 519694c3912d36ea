// Looks a pair up in the ledger and explains each finding with its card.
#include "bmo/app/why.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"
#include "bmo/json/json.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/table/table.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;

/// What the user asked for: an id, a content hash, or a record's number.
struct Wanted {
  std::string text;
  std::optional<std::uint64_t> record;
};

Wanted wanted_of(const std::string& id) {
  Wanted wanted{.text = id};
  std::uint64_t number = 0;
  if (id.starts_with('#')) {
    const char* end = id.data() + id.size();
    if (std::from_chars(id.data() + 1, end, number).ptr == end) wanted.record = number;
  }
  return wanted;
}

std::string text_in(json::Value row, std::string_view field, Arena& arena) {
  const json::Value value = row.find(field);
  return value && value.is_string() ? std::string(value.text(arena)) : std::string();
}

std::uint64_t number_in(json::Value row, std::string_view field) {
  const json::Value value = row.find(field);
  return value && value.kind() == json::Kind::kNumber ? static_cast<std::uint64_t>(value.real())
                                                      : 0;
}

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
  if (reason == "min-score") {
    return {.code = reason,
            .title = "A score is missing or below --min-score",
            .fix = "lower --min-score, or score the pair"};
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
  reason.fix = story.method == "near" ? "raise the threshold, or leave near out of --dedup"
                                      : "leave --dedup out to keep both";
  story.reasons.push_back(std::move(reason));
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

bool is_wanted(json::Value row, const Wanted& wanted, Arena& arena) {
  if (wanted.record) return number_in(row, "record") == *wanted.record;
  return text_in(row, "id", arena) == wanted.text || text_in(row, "content", arena) == wanted.text;
}

Status search(table::Reader& ledger, const Wanted& wanted, WhyAnswer& answer) {
  json::Document document;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<table::RowGroup> rows, ledger.next(kRowsAtOnce));
    if (!rows) return ok();
    std::string text;
    std::vector<std::size_t> ends;
    BMO_TRY(rows->to_json(text, ends, [](auto&&...) {}));
    Arena arena;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      const std::string_view row = std::string_view(text).substr(begin, end - begin);
      begin = end;
      json::Fault fault;
      // A cheap look first: most rows are not the one.
      if (!wanted.record && row.find(wanted.text) == std::string_view::npos) continue;
      if (!document.parse(row, arena, fault)) continue;
      if (is_wanted(document.root(), wanted, arena)) {
        answer.stories.push_back(story_of(document.root(), arena));
      }
    }
  }
}

}  // namespace

Result<WhyAnswer> run_why(const std::string& id, const std::string& directory,
                          const Session& session) {
  const std::string path = io::join(directory, pipeline::own_path("ledger.parquet"));
  if (!session.disk.exists(path)) {
    return Error{.kind = ErrorKind::kNotFound,
                 .code = "E_INPUT",
                 .message = "this folder holds no complete export",
                 .why = "there is no .bmo/ledger.parquet in it",
                 .hint = "name the --out folder of an export: bmo why ID --in FOLDER",
                 .place = {.file = directory}};
  }
  BMO_TRY_AS(std::unique_ptr<io::File> file, session.disk.open(path, io::Open::kRead));
  BMO_TRY_AS(const std::unique_ptr<table::Reader> ledger,
             table::open_reader(std::move(file), table::FileKind::kParquet, 0));
  WhyAnswer answer;
  BMO_TRY(search(*ledger, wanted_of(id), answer));
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
