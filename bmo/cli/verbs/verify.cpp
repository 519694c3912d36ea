// bmo verify: re-reads an export and proves it.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/summary.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo verify out",
    "bmo verify out --json",
};

struct Verify {
  static constexpr VerbCard card{
      .id = "verify",
      .summary = "Re-read an export and prove it against its manifest",
      .synopsis = "DIR [FLAG...]",
      .about =
          "Reads every file that the manifest names, compares sizes and SHA-256, and counts the "
          "fates anew. Exit code 1 and a list of what is damaged where anything differs.",
      .examples = kExamples};

  std::string directory;

  void define(Arguments& flags) {
    flags.positional("DIR", directory, "An export folder", Need::kRequired);
  }

  int run(Front& front) {
    const Result<app::VerifyAnswer> answer = app::run_verify(directory, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    return answer->damage.empty() ? 0 : 1;
  }

  void show(Front& front, const app::VerifyAnswer& answer) const {
    if (answer.damage.empty()) {
      front.remark(fates_text(answer.summary, front.style()));
      front.remark(fmt::format("{}: {}, {} read, every byte as the manifest says\n",
                               front.style().paint(Tone::kGreen, "sound"),
                               counted(answer.summary.files.size(), "file", "files"),
                               format_size(answer.bytes_read)));
      if (answer.matches != 0) {
        front.remark(fmt::format("{} named a pair that stayed, {} matches worked out anew\n",
                                 counted(answer.matches, "duplicate", "duplicates"),
                                 format_count(answer.matches_recomputed)));
      }
      if (answer.changes_recomputed != 0) {
        front.remark(fmt::format("{} by fixes made again, each as the ledger tells\n",
                                 counted(answer.changes_recomputed, "change", "changes")));
      }
      for (const std::string& note : answer.notes)
        front.remark(fmt::format("{} {}\n", front.style().paint(Tone::kBlue, "note:"), note));
      return;
    }
    for (const app::Damage& damage : answer.damage) {
      const std::string label = front.warning_style().paint(Tone::kRed, "error[E_DAMAGED]");
      std::string text = fmt::format("{}: {}\n  --> {}/{}\n", label, printable(damage.what),
                                     printable(directory), printable(damage.path));
      if (!damage.fix.empty()) text += "  fix: " + printable(damage.fix) + "\n";
      front.warn(text);
    }
    front.remark(fmt::format("damaged: {} of {}\n", answer.damage.size(),
                             counted(answer.summary.files.size(), "file", "files")));
  }
};

}  // namespace

const VerbEntry& verify_verb() {
  return entry<Verify>();
}

}  // namespace bmo::cli::verbs
