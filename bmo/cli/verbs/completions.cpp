// bmo completions: a script that lets a shell complete verbs and flags.
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo completions bash > ~/.local/share/bash-completion/completions/bmo",
    "bmo completions zsh > ~/.zfunc/_bmo",
    "bmo completions fish > ~/.config/fish/completions/bmo.fish",
};

struct Completions {
  static constexpr VerbCard card{.id = "completions",
                                 .summary = "Print the completion script of a shell",
                                 .synopsis = "bash|zsh|fish",
                                 .about = "",
                                 .examples = kExamples};

  std::string shell;

  void define(Arguments& flags) {
    flags.positional("SHELL", shell, "bash, zsh or fish", Need::kRequired);
  }

  int run(Front& front) const {
    const Result<std::string> script = completion_script(shell);
    if (!script) return front.fail(script.error());
    front.answer(*script);
    return 0;
  }
};

}  // namespace

const VerbEntry& completions_verb() {
  return entry<Completions>();
}

}  // namespace bmo::cli::verbs
