// Finds the verb, parses its flags, runs it, and shows what went wrong.
#include "bmo/cli/cli.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/error_text.hpp"
#include "bmo/cli/help.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli {
namespace {

/// Is this word there, before a "--" that ends the flags?
bool has_flag(std::span<const std::string> words, std::string_view flag, std::string_view brief) {
  for (const std::string& word : words) {
    if (word == "--") return false;
    if (word == flag || (!brief.empty() && word == brief)) return true;
  }
  return false;
}

Error unknown_verb(const std::string& word) {
  std::vector<std::string_view> known;
  for (const VerbEntry* verb : verbs::all())
    known.push_back(verb->card->id);
  if (word.starts_with('-')) {
    return {.kind = ErrorKind::kUsage,
            .code = "E_FLAG",
            .message = "the verb comes first, not `" + excerpt(word) + "`",
            .hint = "write bmo VERB " + printable(word) + " ...; bmo --help lists the verbs"};
  }
  return {.kind = ErrorKind::kUsage,
          .code = "E_VERB",
          .message = "bmo has no verb `" + excerpt(word) + "`" + did_you_mean(word, known),
          .hint = "bmo --help lists the verbs"};
}

/// The command as it can be pasted into a shell.
std::string command_text(std::string_view verb, std::span<const std::string> words) {
  std::string out = "bmo " + std::string(verb);
  for (const std::string& word : words)
    out += " " + shell_word(word);
  return out;
}

int run_verb(const VerbEntry& verb, std::span<const std::string> words, Output& out, Output& err,
             const StopFlag& stop) {
  const std::unique_ptr<Call> call = verb.make();
  CommonFlags common;
  Arguments arguments;
  call->define(arguments);
  common.define(arguments);
  if (has_flag(words, "--help", "-h")) {
    out.write(verb_help(*verb.card, arguments.cards(), out.style()));
    return 0;
  }
  const Status parsed = arguments.parse(verb.card->id, words);
  if (!parsed) common.json = has_flag(words, "--json", "");
  Front front(out, err, stop, common, command_text(verb.card->id, words));
  return parsed ? call->run(front) : front.fail(parsed.error());
}

/// Answers that need no verb: version and help. Nothing where there is a verb to run.
std::optional<int> run_without_verb(std::span<const std::string> words, Output& out) {
  const std::string first = words.empty() ? "--help" : words.front();
  if (first == "--version" || first == "-V") {
    out.write(version_text());
    return 0;
  }
  if (first == "--help" || first == "-h" || (first == "help" && words.size() == 1)) {
    out.write(overview(out.style()));
    return 0;
  }
  return {};
}

int dispatch(std::span<const std::string> words, Output& out, Output& err, const StopFlag& stop) {
  if (const std::optional<int> code = run_without_verb(words, out)) return *code;
  const bool help = words.front() == "help";
  const std::string& name = words[help ? 1 : 0];
  const VerbEntry* verb = find_verb(name);
  if (verb == nullptr) {
    CommonFlags common;
    common.json = has_flag(words, "--json", "");
    return Front(out, err, stop, common, "").fail(unknown_verb(name));
  }
  const std::string ask[] = {"--help"};
  return run_verb(*verb, help ? std::span<const std::string>(ask) : words.subspan(1), out, err,
                  stop);
}

int fail_on_exception(Output& err, ErrorKind kind, std::string code, std::string message) {
  const Error error{.kind = kind,
                    .code = std::move(code),
                    .message = std::move(message),
                    .hint = kind == ErrorKind::kMemory
                                ? "close other programs, or lower --memory and --batch-size"
                                : "please report this; your input is untouched and the run can be "
                                  "repeated"};
  err.write(error_text(error, err.style()));
  return exit_code(kind);
}

}  // namespace

const VerbEntry* find_verb(std::string_view name) {
  const auto all = verbs::all();
  const auto at =
      std::ranges::find_if(all, [name](const VerbEntry* verb) { return verb->card->id == name; });
  return at == all.end() ? nullptr : *at;
}

int run(std::span<const std::string> words, Output& out, Output& err, const StopFlag& stop) {
  int code = 0;
  try {
    code = dispatch(words, out, err, stop);
  } catch (const std::bad_alloc&) {
    code = fail_on_exception(err, ErrorKind::kMemory, "E_MEMORY", "there is no memory left");
  } catch (const std::exception& caught) {
    code = fail_on_exception(err, ErrorKind::kInternal, "E_BUG",
                             "a library of bmo failed: " + excerpt(caught.what(), 200));
  }
  if (!out.flush() && code < 2) {
    err.write(error_text({.kind = ErrorKind::kIo,
                          .code = "E_IO",
                          .message = "the answer could not be written to stdout",
                          .hint = "check the disk that stdout is redirected to"},
                         err.style()));
    code = exit_code(ErrorKind::kIo);
  }
  err.flush();
  return code;
}

}  // namespace bmo::cli
