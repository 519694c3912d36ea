// bmo override: keep or drop pairs by decision, whatever gates say.
#include <cstdlib>

#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo override ticket-1041 --keep --reason \"short, but correct\" --in out",
    "bmo override '#12' --drop --reason \"names a customer\" --dataset support",
    "bmo override --where \"reason = 'min-score bmo_clarity' AND bmo_soundness >= 80\" --keep "
    "--reason \"read them all\" --in out --expires 2027-01-31",
};

std::string answer_text(const app::OverrideAnswer& answer) {
  std::string out;
  for (const app::OverriddenPair& pair : answer.first) {
    out += fmt::format("  {}{}\n", printable(pair.id),
                       pair.fate.empty() ? "" : ", " + pair.fate + " so far");
  }
  if (answer.decided > answer.first.size())
    out += fmt::format("  ... and {} more\n", format_count(answer.decided - answer.first.size()));
  const std::string_view decision = answer.keep ? "to be kept" : "to be dropped";
  return fmt::format("{} {}{}\n", counted(answer.decided, "pair", "pairs"), decision,
                     answer.dry_run ? " (dry run: nothing was written)" : "") +
         out;
}

struct Override {
  static constexpr VerbCard card{
      .id = "override",
      .summary = "Keep or drop pairs by decision, whatever gates say",
      .synopsis = "ID...|--where EXPR --keep|--drop --reason TEXT [FLAG...]",
      .about =
          "The decision goes into an append-only log in which every line is sealed to the one "
          "before. It binds to the pair's id and content, outlives scores and imports, and holds "
          "in later exports into the same folder (with --restart) or from the same data set. With "
          "--in, --where may name id, file, fate, reason, split, record, line, bmo's own scores "
          "and bmo_findings.",
      .examples = kExamples};

  app::OverrideRequest request;

  void define(Arguments& flags) {
    request.directory = ".";
    flags.positionals("ID", request.ids, "Ids, content hashes, or #N for record N",
                      Need::kOptional);
    flags.text("--where", "EXPR", request.where, "Every pair for which this is true");
    flags.on("--keep", request.keep, "Export them");
    flags.on("--drop", request.drop, "Leave them out");
    flags.text("--reason", "TEXT", request.reason, "Why, for those who read it later",
               Need::kRequired);
    flags.text("--by", "NAME", request.by, "Who decided (default: the user's name)");
    flags.text("--expires", "DATE", request.expires, "The last day on which it holds");
    flags.text("--in", "DIR", request.directory,
               "The export folder (default: the working directory)");
    flags.text("--dataset", "NAME", request.dataset, "A data set of the workspace instead");
    flags.on("--dry-run", request.dry_run, "Show the pairs; write nothing");
  }

  int run(Front& front) {
    if (const char* user = std::getenv("USER"); request.by.empty() && user != nullptr) {
      request.by = user;
    }
    const Result<app::OverrideAnswer> answer = app::run_override(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      front.remark(answer_text(*answer));
      if (!answer->dry_run && request.dataset.empty())
        front.remark("next: run the export again with --restart\n");
    }
    return answer->decided == 0 ? 1 : 0;
  }
};

}  // namespace

const VerbEntry& override_verb() {
  return entry<Override>();
}

}  // namespace bmo::cli::verbs
