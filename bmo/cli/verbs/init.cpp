// bmo init: makes a workspace.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo init",
    "bmo init support-bot",
};

struct Init {
  static constexpr VerbCard card{
      .id = "init",
      .summary = "Make a workspace that remembers data sets and runs",
      .synopsis = "[DIR] [FLAG...]",
      .about =
          "A workspace is a folder with bmo.toml, a catalogue and the imported pairs. An "
          "export needs none. What exists already is left as it is.",
      .examples = kExamples};

  std::string directory = ".";

  void define(Arguments& flags) {
    flags.positional("DIR", directory, "Where (default: the working directory)", Need::kOptional);
  }

  int run(Front& front) const {
    const Result<app::InitAnswer> answer = app::run_init(directory, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    return 0;
  }

  void show(Front& front, const app::InitAnswer& answer) const {
    front.remark(fmt::format("workspace {}\n", printable(answer.directory)));
    for (const std::string& name : answer.made)
      front.remark(fmt::format("  made   {}\n", name));
    for (const std::string& name : answer.found)
      front.remark(fmt::format("  found  {}\n", name));
    const std::string go = directory == "." ? "" : fmt::format("cd {} && ", shell_word(directory));
    front.remark(fmt::format("next: {}bmo import pairs.jsonl --dataset NAME\n", go));
  }
};

}  // namespace

const VerbEntry& init_verb() {
  return entry<Init>();
}

}  // namespace bmo::cli::verbs
