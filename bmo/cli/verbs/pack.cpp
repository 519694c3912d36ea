// bmo pack: an evaluation set as hashes alone, to keep its items out of training data.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo pack gsm8k/test.jsonl --out gsm8k.pack",
    "bmo export pairs.jsonl --to jsonl --out out --decontaminate gsm8k.pack",
};

struct MakePack {
  static constexpr VerbCard card{
      .id = "pack",
      .summary = "Make a pack of an evaluation set, to find its items in pairs",
      .synopsis = "SRC... --out FILE [FLAG...]",
      .about =
          "Keeps of every item the hash of its words and of each run of eight and of thirteen: the "
          "pack names no text and can be passed on. Case, punctuation and line ends do not "
          "matter. What a paraphrase or a translation hides stays hidden.",
      .examples = kExamples};

  app::PackRequest request;

  void define(Arguments& flags) {
    flags.positionals("SRC", request.sources, "Files, folders, globs, or dataset:NAME",
                      Need::kRequired);
    flags.text("--out", "FILE", request.out, "The pack", Need::kRequired);
    flags.text("--name", "NAME", request.name,
               "What findings call the set (default: the pack's file name)");
    flags.text("--map", "FILE|PRESET", request.map, "Mapping file for records of another shape");
  }

  int run(Front& front) {
    const Result<app::PackAnswer> answer = app::run_pack(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    front.remark(fmt::format("{} of {} packed, {}\n", counted(answer->items, "item", "items"),
                             answer->name, format_size(answer->bytes)));
    if (answer->skipped != 0) {
      front.remark(fmt::format("{} could not be read: bmo check says why\n",
                               counted(answer->skipped, "record", "records")));
    }
    front.remark(
        fmt::format("next: bmo check pairs.jsonl --decontaminate {}\n", shell_word(request.out)));
    return 0;
  }
};

}  // namespace

const VerbEntry& pack_verb() {
  return entry<MakePack>();
}

}  // namespace bmo::cli::verbs
