// bmo why: the fate of one pair and every reason for it.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/diff_text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo why ticket-1041 --in out",
    "bmo why '#12' --in out        the twelfth record",
};

std::string scores_text(const app::Story& story) {
  std::string out;
  for (const auto& [name, value] : story.scores)
    out += fmt::format("  {} {:g}\n", name, value);
  for (const app::LostPoints& line : story.lost) {
    out += fmt::format("    {:+} {}{}\n", line.points,
                       line.component == "none" ? "" : line.component + ": ", printable(line.text));
  }
  return out;
}

std::string story_text(const app::Story& story, const Style& style) {
  const std::string name =
      story.id.empty() ? "record " + format_count(story.record) : printable(story.id);
  std::string out = style.paint(Tone::kBold, name + " was " + story.fate) + "\n";
  std::string place = printable(story.file);
  if (story.line != 0) place += fmt::format(":{}", story.line);
  out += fmt::format("  --> {}  (record {}", place, format_count(story.record));
  out += story.line == 0 ? ")\n" : fmt::format(", byte {})\n", format_count(story.byte));
  for (const std::string& row : story.written) {
    out += fmt::format("  written: {}\n", printable(row));
  }
  for (const app::StoredChange& change : story.changes) {
    out += diff_text({.fix = change.fix,
                      .id = story.id,
                      .file = story.file,
                      .record = story.record,
                      .line = story.line,
                      .field = change.field,
                      .before = change.before,
                      .after = change.after},
                     style);
  }
  if (!story.kept_id.empty()) {
    out += fmt::format("  kept in its place: {} (record {}), {} match, similarity {:.3f}\n",
                       printable(story.kept_id), format_count(story.kept_record), story.method,
                       story.similarity);
  }
  for (const app::Reason& reason : story.reasons) {
    out += fmt::format("  {}", reason.code);
    if (!reason.field.empty()) out += fmt::format(" at {}", printable(reason.field));
    const std::string& said = reason.title.empty() ? reason.detail : reason.title;
    out += fmt::format(": {}\n", printable(said));
    if (!reason.title.empty() && !reason.detail.empty()) {
      out += fmt::format("    found: {}\n", printable(reason.detail));
    }
    if (!reason.why.empty()) out += fmt::format("    why: {}\n", printable(reason.why));
    if (!reason.fix.empty()) out += fmt::format("    fix: {}\n", printable(reason.fix));
  }
  if (!story.decided.empty()) {
    out += fmt::format("  override: {}\n", printable(story.decided));
  }
  return out + scores_text(story);
}

struct Why {
  static constexpr VerbCard card{
      .id = "why",
      .summary = "Tell the fate of one pair and every reason for it",
      .synopsis = "ID [--in DIR] [FLAG...]",
      .about =
          "ID is the id of a pair, its content hash, or #N for record N of the run. Ids need "
          "not be unique: every record that has it is told.",
      .examples = kExamples};

  std::string id;
  std::string directory = ".";

  void define(Arguments& flags) {
    flags.positional("ID", id, "Id, content hash, or #N", Need::kRequired);
    flags.text("--in", "DIR", directory, "The export folder (default: the working directory)");
  }

  int run(Front& front) {
    const Result<app::WhyAnswer> answer = app::run_why(id, directory, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    std::string text;
    for (const app::Story& story : answer->stories) {
      text += (text.empty() ? "" : "\n") + story_text(story, front.style());
    }
    front.answer(text);
    return 0;
  }
};

}  // namespace

const VerbEntry& why_verb() {
  return entry<Why>();
}

}  // namespace bmo::cli::verbs
