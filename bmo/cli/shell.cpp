// Writes completion scripts for three shells.
#include "bmo/cli/shell.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli {
namespace {

/// A verb with its flags, as a script needs them.
struct CompletedVerb {
  std::string name;
  std::string summary;
  std::vector<ArgumentCard> flags;
};

std::vector<CompletedVerb> completed_verbs() {
  std::vector<CompletedVerb> out;
  for (const VerbEntry* verb : verbs::all()) {
    Arguments arguments;
    CommonFlags common;
    const std::unique_ptr<Call> call = verb->make();
    call->define(arguments);
    common.define(arguments);
    CompletedVerb& row = out.emplace_back(
        CompletedVerb{std::string(verb->card->id), std::string(verb->card->summary), {}});
    std::ranges::copy_if(arguments.cards(), std::back_inserter(row.flags),
                         [](const ArgumentCard& card) { return !card.positional; });
    row.flags.push_back({.name = "--help", .sentence = "Show the help page"});
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string flag_names(const CompletedVerb& verb) {
  std::vector<std::string> names;
  for (const ArgumentCard& flag : verb.flags)
    names.push_back(flag.name);
  return joined(names);
}

std::string verb_names(const std::vector<CompletedVerb>& verbs) {
  std::vector<std::string> names;
  for (const CompletedVerb& verb : verbs)
    names.push_back(verb.name);
  return joined(names);
}

std::string bash_script(const std::vector<CompletedVerb>& verbs) {
  std::string out =
      "# Completes bmo in bash.\n_bmo() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n";
  out += fmt::format(
      "  if [[ $COMP_CWORD -eq 1 ]]; then words=\"{} --version --help\"; else\n"
      "  case \"${{COMP_WORDS[1]}}:$before\" in\n",
      verb_names(verbs));
  for (const CompletedVerb& verb : verbs) {
    for (const ArgumentCard& flag : verb.flags) {
      if (flag.choices.empty()) continue;
      out +=
          fmt::format("    {}:{}) words=\"{}\" ;;\n", verb.name, flag.name, joined(flag.choices));
    }
    out += fmt::format("    {}:*) [[ $word == -* ]] && words=\"{}\" ;;\n", verb.name,
                       flag_names(verb));
  }
  out +=
      "  esac; fi\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  [[ -n $words ]] || COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "}\ncomplete -o filenames -F _bmo bmo\n";
  return out;
}

/// Inside a single-quoted zsh `_arguments` spec.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '\'') {
      out += "'\\''";
    } else {
      if (byte == '[' || byte == ']' || byte == ':' || byte == '\\') out += '\\';
      out += byte;
    }
  }
  return out;
}

std::string zsh_flag(const ArgumentCard& flag) {
  std::string out =
      fmt::format("'{}{}[{}]", flag.repeated ? "*" : "", flag.name, zsh_text(flag.sentence));
  if (!flag.choices.empty()) {
    out += fmt::format(":value:({})", joined(flag.choices));
  } else if (!flag.value.empty()) {
    out += fmt::format(":{}:_files", zsh_text(flag.value));
  }
  return out + "'";
}

std::string zsh_script(const std::vector<CompletedVerb>& verbs) {
  std::string out = "#compdef bmo\n# Completes bmo in zsh.\n_bmo() {\n  local -a verbs=(\n";
  for (const CompletedVerb& verb : verbs) {
    out += fmt::format("    '{}:{}'\n", verb.name, zsh_text(verb.summary));
  }
  out +=
      "  )\n  if (( CURRENT == 2 )); then _describe verb verbs; return; fi\n  case $words[2] in\n";
  for (const CompletedVerb& verb : verbs) {
    out += fmt::format("    {}) shift words; (( CURRENT-- )); _arguments \\\n", verb.name);
    for (const ArgumentCard& flag : verb.flags)
      out += "      " + zsh_flag(flag) + " \\\n";
    out += "      '*:file:_files' ;;\n";
  }
  return out + "  esac\n}\n_bmo \"$@\"\n";
}

std::string fish_text(std::string_view text) {
  std::string out = "'";
  for (const char byte : text) {
    if (byte == '\'' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + "'";
}

std::string fish_script(const std::vector<CompletedVerb>& verbs) {
  std::string out = "# Completes bmo in fish.\n";
  for (const CompletedVerb& verb : verbs) {
    out += fmt::format("complete -c bmo -n __fish_use_subcommand -f -a {} -d {}\n", verb.name,
                       fish_text(verb.summary));
    for (const ArgumentCard& flag : verb.flags) {
      out += fmt::format("complete -c bmo -n '__fish_seen_subcommand_from {}' -l {} -d {}",
                         verb.name, flag.name.substr(2), fish_text(flag.sentence));
      if (!flag.choices.empty()) {
        out += fmt::format(" -x -a {}", fish_text(joined(flag.choices)));
      } else if (!flag.value.empty()) {
        out += " -r";
      }
      out += "\n";
    }
  }
  return out;
}

}  // namespace

std::string shell_word(std::string_view word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') ||
           std::string_view("_-./,:=@%+").find(byte) != std::string_view::npos;
  });
  if (plain) return std::string(word);
  std::string out = "'";
  for (const char byte : word) {
    if (byte == '\'') {
      out += "'\\''";
    } else {
      out += byte;
    }
  }
  return printable(out + "'");
}

Result<std::string> completion_script(std::string_view shell) {
  const std::vector<CompletedVerb> verbs = completed_verbs();
  if (shell == "bash") return bash_script(verbs);
  if (shell == "zsh") return zsh_script(verbs);
  if (shell == "fish") return fish_script(verbs);
  constexpr std::string_view kShells[] = {"bash", "zsh", "fish"};
  return Error{.kind = ErrorKind::kUsage,
               .code = "E_SHELL",
               .message = "no completion for the shell `" + excerpt(shell) + "`" +
                          did_you_mean(shell, kShells),
               .hint = "bmo completions bash, zsh or fish"};
}

}  // namespace bmo::cli
