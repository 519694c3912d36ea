// Inputs that are none, and instructions that speak of a text which nobody gave.
//
// A reference is "the following text", "these numbers" or "the table below". Behind or within an
// instruction with one, whatever may be the text itself settles that nothing is missing: a quote,
// code, brackets, numbers, a colon, a second sentence.
#include "bmo/checks/kit/inputs.hpp"

#include <algorithm>
#include <vector>

#include "bmo/base/text.hpp"

namespace bmo::checks {
namespace {

constexpr std::uint64_t kTheKey = word_key("the");

constexpr auto kNouns = word_set({
    "text",        "texts",      "passage",      "passages",      "paragraph",  "paragraphs",
    "sentence",    "sentences",  "article",      "articles",      "code",       "snippet",
    "snippets",    "list",       "lists",        "table",         "tables",     "data",
    "dataset",     "datasets",   "image",        "images",        "picture",    "pictures",
    "photo",       "photos",     "document",     "documents",     "poem",       "poems",
    "story",       "stories",    "quote",        "quotes",        "word",       "words",
    "phrase",      "phrases",    "equation",     "equations",     "expression", "expressions",
    "number",      "numbers",    "array",        "arrays",        "string",     "strings",
    "dialogue",    "dialogues",  "conversation", "conversations", "email",      "emails",
    "letter",      "letters",    "review",       "reviews",       "tweet",      "tweets",
    "question",    "questions",  "statement",    "statements",    "input",      "inputs",
    "information", "scenario",   "scenarios",    "context",       "chart",      "charts",
    "graph",       "graphs",     "file",         "files",         "link",       "links",
    "website",     "websites",   "url",          "urls",          "excerpt",    "excerpts",
    "essay",       "essays",     "report",       "reports",       "product",    "products",
    "sequence",    "sequences",  "problem",      "problems",      "item",       "items",
    "verse",       "verses",     "lyrics",       "recipe",        "recipes",    "content",
    "script",      "scripts",    "program",      "programs",      "function",   "functions",
    "query",       "queries",    "html",         "json",          "csv",        "set",
    "sets",        "pair",       "pairs",        "term",          "terms",      "argument",
    "arguments",   "speech",     "description",  "descriptions",  "example",    "examples",
    "summary",     "summaries",  "topic",        "topics",        "log",        "logs",
    "message",     "messages",   "spreadsheet",  "spreadsheets",  "quotation",  "quotations",
    "transcript",  "screenshot", "attachment",
});
constexpr auto kReferring = word_set({
    "following",
    "given",
    "below",
    "above",
    "attached",
    "provided",
    "supplied",
    "enclosed",
});
constexpr auto kReferringBehind = word_set({"below", "above", "provided", "given", "attached"});
constexpr auto kThis = word_set({"this", "these"});
constexpr auto kArticles = word_set({"the", "my", "this", "these", "those", "that"});
constexpr auto kAnyGiven = phrase_set({
    "a given",
    "an given",
    "each given",
    "any given",
    "every given",
    "set of given",
});
constexpr auto kRewriters = word_set({
    "summarize", "summarise", "edit",     "proofread",  "translate",  "rewrite", "paraphrase",
    "rephrase",  "reword",    "classify", "categorize", "categorise", "convert", "correct",
    "analyze",   "analyse",   "shorten",  "simplify",   "read",
});
constexpr auto kPleasantries = word_set({"please", "kindly"});
constexpr auto kPrograms = phrase_set({
    "function", "program",   "algorithm",          "script",  "code",    "query",       "method",
    "class",    "regex",     "regular expression", "api",     "app",     "application", "model",
    "system",   "procedure", "subroutine",         "crawler", "command", "software",    "functions",
    "programs", "methods",
});
constexpr auto kProgramNouns = word_set({
    "code",
    "program",
    "function",
    "algorithm",
    "snippet",
    "script",
    "query",
});
constexpr auto kNoPayload = word_set({
    "what",    "how",   "why",    "who",  "when",    "where", "which",   "is",       "are",
    "do",      "does",  "please", "make", "use",     "be",    "include", "ensure",   "explain",
    "provide", "then",  "and",    "also", "your",    "the",   "give",    "identify", "add",
    "keep",    "write", "say",    "tell", "rewrite", "try",   "it",
});
/// What follows says which one is meant: "the story of Cinderella", "the arguments for reform".
constexpr auto kNaming = word_set({"of", "about", "that", "for", "behind", "with", "between"});
/// Of what is asked for, "The summary should be short" says how it has to be.
constexpr auto kAskedFor = word_set({
    "summary", "answer", "response", "output",    "result",  "sentence", "sentences",
    "list",    "text",   "essay",    "story",     "new",     "final",    "rewritten",
    "words",   "tone",   "title",    "paragraph", "article", "length",   "goal",
});
constexpr auto kNoInput = phrase_set({
    "no input",
    "noinput",
    "no_input",
    "no-input",
    "n a",
    "none",
    "null",
    "not applicable",
    "no additional input",
    "empty",
    "no input needed",
    "no input required",
    "not needed",
});
constexpr auto kReferenceHeads = word_set({
    "image",
    "picture",
    "photo",
    "attachment",
    "file",
    "link",
    "video",
    "audio",
    "screenshot",
});

/// Only white space stands between the words from `first` to `last`.
bool are_adjacent(std::string_view text, WordSpan words, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    const std::size_t begin = words[i].end();
    if (!trim_ascii(text.substr(begin, words[i + 1].begin - begin)).empty()) return false;
  }
  return true;
}

/// A noun within `reach` words behind word `at`, in one run with it; 0: there is none.
std::size_t noun_behind(std::string_view text, WordSpan words, std::size_t at, std::size_t reach) {
  for (std::size_t i = at + 1; i < words.size() && i <= at + reach; ++i) {
    if (!are_adjacent(text, words, i - 1, i)) return 0;
    if (kNouns.contains(words[i])) return i;
  }
  return 0;
}

struct Reference {
  std::size_t first = 0;  ///< Words from `first` to `last`.
  std::size_t last = 0;
  bool is_found = false;
  bool is_soft = false;  ///< Only "summarize the text", without "following".
};

Reference reference_at(std::string_view text, WordSpan words, std::size_t at) {
  if (kReferring.contains(words[at])) {
    if (const std::size_t noun = noun_behind(text, words, at, 4)) {
      const bool has_article = at > 0 && kArticles.contains(words[at - 1]);
      return {.first = at - (has_article ? 1U : 0U), .last = noun, .is_found = true};
    }
  }
  if (kThis.contains(words[at])) {
    if (const std::size_t noun = noun_behind(text, words, at, 2)) {
      return {.first = at, .last = noun, .is_found = true};
    }
  }
  const bool has_next = at + 1 < words.size();
  if (has_next && kNouns.contains(words[at]) && kReferringBehind.contains(words[at + 1]) &&
      are_adjacent(text, words, at, at + 1)) {
    return {.first = at, .last = at + 1, .is_found = true};
  }
  return {};
}

/// "Summarize the text": a task on a text at the beginning of the instruction.
Reference soft_reference(std::string_view text, WordSpan words) {
  const std::size_t verb = !words.empty() && kPleasantries.contains(words[0]) ? 1 : 0;
  if (verb >= words.size() || !kRewriters.contains(words[verb])) return {};
  const std::size_t end = std::min(text.find_first_of(".?!\n"), text.size());
  for (std::size_t i = verb + 1; i + 1 < words.size() && words[i + 1].begin < end; ++i) {
    if (words[i].key != kTheKey && !kThis.contains(words[i])) continue;
    if (const std::size_t noun = noun_behind(text, words, i, 2)) {
      if (noun + 1 < words.size() && kNaming.contains(words[noun + 1])) return {};
      return {.first = i, .last = noun, .is_found = true, .is_soft = true};
    }
  }
  return {};
}

Reference find_reference(std::string_view text, WordSpan words) {
  Reference last;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Reference found = reference_at(text, words, i);
    if (!found.is_found) continue;
    last = found;
    i = found.last;
  }
  return last.is_found ? last : soft_reference(text, words);
}

/// Something in quotes, brackets or backticks of at least `least` bytes.
bool holds_between(std::string_view text, std::string_view open, std::string_view close,
                   std::size_t least) {
  for (std::size_t at = text.find(open); at != std::string_view::npos;
       at = text.find(open, at + 1)) {
    const std::size_t begin = at + open.size();
    const std::size_t end = text.find(close, begin);
    if (end == std::string_view::npos) return false;
    if (end - begin >= least) return true;
  }
  return false;
}

/// Two numbers with a comma between them.
bool holds_number_run(std::string_view text) {
  for (std::size_t at = text.find_first_of(",;"); at != std::string_view::npos;
       at = text.find_first_of(",;", at + 1)) {
    const std::size_t next = text.find_first_not_of(" ,;", at);
    const bool before = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
    if (before && next != std::string_view::npos && text[next] >= '0' && text[next] <= '9') {
      return true;
    }
  }
  return false;
}

/// A line that ends in a colon, and something below it.
bool holds_announced_lines(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r", at + 1);
    if (next == std::string_view::npos || text[next] != '\n') continue;
    if (!trim_ascii(text.substr(next)).empty()) return true;
  }
  return false;
}

bool holds_payload(std::string_view text) {
  return holds_announced_lines(text) || holds_between(text, "\"", "\"", 3) ||
         holds_between(text, "\xE2\x80\x9C", "\xE2\x80\x9D", 3) ||
         holds_between(text, "`", "`", 2) || holds_between(text, "[", "]", 3) ||
         holds_between(text, " '", "'", 3) || holds_between(text, "(", ")", 5) ||
         holds_between(text, "{", "}", 3) || holds_between(text, "<", ">", 2) ||
         text.find("```") != std::string_view::npos || holds_number_run(text) ||
         text.find("://") != std::string_view::npos;
}

/// Behind a colon, a quote, a bracket or on another line stands something.
bool opens_payload(std::string_view tail) {
  const std::size_t opener = tail.find_first_of(":\n\"'`([");
  if (opener == std::string_view::npos) return false;
  return tail.find_first_not_of(" .\r\n\t:\"'`([", opener) != std::string_view::npos;
}

bool holds_dash(std::string_view tail) {
  return tail.find(" - ") != std::string_view::npos ||
         tail.find(" \xE2\x80\x93 ") != std::string_view::npos ||
         tail.find(" \xE2\x80\x94 ") != std::string_view::npos;
}

/// A sentence behind that of the reference which is no further instruction. `words` are those
/// behind the reference.
bool has_other_sentence(std::string_view text, WordSpan words, std::size_t tail_begin) {
  const std::size_t stop = text.find_first_of(".?!", tail_begin);
  if (stop == std::string_view::npos) return false;
  const auto first = std::find_if(words.begin(), words.end(),
                                  [stop](const Word& word) { return word.begin > stop; });
  if (words.end() - first < 3) return false;
  if (first->key == kTheKey) return !kAskedFor.contains(first[1]);
  return !kNoPayload.contains(*first);
}

/// Programs are written for "a given string" that nobody has yet.
bool is_program_task(const Exchange& exchange, const Reference& reference) {
  const WordSpan words = exchange.asked_words;
  const std::size_t end = std::min(words.size(), reference.last + 9);
  if (!kPrograms.find(words.first(end))) return false;
  return !kProgramNouns.contains(words[reference.last]);
}

bool is_settled(const Exchange& exchange, const Reference& reference) {
  const std::string_view text = exchange.asked;
  const WordSpan words = exchange.asked_words;
  if (words.size() > 60 || holds_payload(text)) return true;
  const std::size_t tail_begin = words[reference.last].end();
  const std::string_view tail = text.substr(tail_begin);
  if (opens_payload(tail) || holds_dash(tail)) return true;
  if (tail.find_first_of("0123456789") != std::string_view::npos) return true;
  return has_other_sentence(text, words.subspan(reference.last + 1), tail_begin) ||
         is_program_task(exchange, reference);
}

}  // namespace

bool says_no_input(std::string_view input) {
  if (input.empty() || input.size() > 40) return false;
  std::vector<Word> words;
  facts::append_words(input, words);
  const PhraseMatch found = kNoInput.match_at(words, 0);
  return found && found.size == words.size();
}

bool is_only_reference(std::string_view input) {
  input = trim_ascii(input);
  if (input.empty() || input.size() > 300 || input.find('\n') != std::string_view::npos)
    return false;
  const bool is_address =
      input.starts_with("http://") || input.starts_with("https://") || input.starts_with("www.");
  if (is_address) return input.find(' ') == std::string_view::npos;
  if (input.size() > 40) return false;
  std::vector<Word> words;
  facts::append_words(input, words);
  const bool is_bracketed = input.front() == '[' && input.back() == ']';
  return !words.empty() && kReferenceHeads.contains(words[0]) &&
         (is_bracketed || words.size() <= 2);
}

InputGap judge_missing_input(const Exchange& exchange) {
  if (!trim_ascii(exchange.input).empty() && !says_no_input(exchange.input)) return {};
  const WordSpan words = exchange.asked_words;
  const Reference reference = find_reference(exchange.asked, words);
  if (!reference.is_found || is_settled(exchange, reference)) return {};
  const std::size_t begin = words[reference.first].begin;
  return {.reference = exchange.asked.substr(begin, words[reference.last].end() - begin),
          .is_weak = reference.is_soft || static_cast<bool>(kAnyGiven.find(words))};
}

}  // namespace bmo::checks
