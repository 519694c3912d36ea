// Reads what is asked for out of an instruction's words.
#include "bmo/checks/kit/tasks.hpp"

namespace bmo::checks {
namespace {

constexpr auto kCountVerbs = phrase_set({
    "list",
    "name",
    "give",
    "generate",
    "create",
    "write",
    "provide",
    "suggest",
    "identify",
    "find",
    "come up with",
    "make",
    "produce",
    "brainstorm",
    "describe",
    "propose",
    "offer",
    "think of",
});
constexpr auto kBeforeCount = phrase_set({
    "me",
    "us",
    "up to",
    "at least",
    "a list of",
    "a set of",
    "the",
    "down",
    "me a list of",
    "me up to",
    "me at least",
});
constexpr std::string_view kNumberWords[] = {
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
};
// "Write two sentences" does not ask for a list of two.
constexpr auto kMeasures = word_set({
    "sentence", "sentences", "word",    "words",    "paragraph", "paragraphs", "line",
    "lines",    "page",      "pages",   "hundred",  "thousand",  "million",    "minute",
    "minutes",  "hour",      "hours",   "day",      "days",      "year",       "years",
    "month",    "months",    "star",    "stars",    "step",      "person",     "digit",
    "digits",   "letter",    "letters", "syllable", "syllables", "stanza",     "stanzas",
    "dollars",  "percent",
});

std::uint32_t number_of(const Word& word, std::string_view text) {
  const std::string_view raw = word.in(text);
  if (raw.size() <= 2 && raw.find_first_not_of("0123456789") == std::string_view::npos) {
    std::uint32_t out = 0;
    for (const char c : raw)
      out = 10 * out + static_cast<std::uint32_t>(c - '0');
    return out;
  }
  return 0;
}

std::uint32_t number_word(std::uint64_t key) {
  std::uint32_t value = 2;
  for (const std::string_view word : kNumberWords) {
    if (word_key(word) == key) return value;
    ++value;
  }
  return 0;
}

constexpr auto kPolite = phrase_set({
    "please",
    "kindly",
    "can you",
    "could you",
    "would you",
    "can you please",
    "could you please",
});
constexpr auto kTextVerbs = phrase_set({
    "write",        "compose",      "describe",      "explain",      "create",
    "generate",     "design",       "discuss",       "outline",      "develop",
    "draft",        "tell me a",    "tell me about", "summarize",    "summarise",
    "analyze",      "analyse",      "compare",       "brainstorm",   "elaborate",
    "list some",    "list the",     "list ways",     "list steps",   "list things",
    "give me some", "give me tips", "give tips",     "provide some", "provide a detailed",
    "provide tips", "how do",       "how can",       "how to",       "how does",
    "how would",    "how should",   "why",           "what are",
});
constexpr auto kLittle = word_set({
    "nickname", "nicknames", "adjectives", "adverb",    "adverbs",   "declaration", "heading",
    "greeting", "goodbye",   "print",      "prints",    "word",      "words",       "title",
    "titles",   "name",      "names",      "headline",  "slogan",    "tagline",     "synonym",
    "synonyms", "antonym",   "antonyms",   "number",    "numbers",   "expression",  "equation",
    "hashtag",  "hashtags",  "sentence",   "sentences", "phrase",    "query",       "password",
    "acronym",  "one-line",  "regex",      "formula",   "statement", "question",    "label",
    "labels",   "caption",   "command",    "code",      "function",  "variable",    "noun",
    "verb",     "adjective", "emoji",      "color",     "colour",    "date",        "simile",
    "metaphor", "example",   "url",        "id",        "string",    "array",       "list",
    "set",      "sequence",  "value",      "values",    "pair",      "rhyme",       "topic",
    "idea",     "pun",       "fraction",   "sum",       "average",   "username",    "usernames",
    "otp",      "pin",       "subject",    "opposite",  "tag",       "palindrome",  "characters",
    "insult",   "term",      "terms",      "dish",      "dishes",    "analogy",     "tense",
    "pronoun",  "pronouns",  "verbs",      "nouns",     "integer",   "proverb",     "passphrase",
    "plural",   "selector",  "css",        "prefix",    "suffix",    "motto",       "anagram",
    "acronyms",
});
constexpr auto kSpeech = word_set({
    "apology",      "apologize",  "apologizing", "apologise", "dialogue", "dialog",
    "conversation", "customer",   "customers",   "respond",   "responds", "reply",
    "replies",      "response",   "responses",   "letter",    "email",    "e-mail",
    "script",       "role",       "pretend",     "lyrics",    "song",     "poem",
    "excuse",       "decline",    "declining",   "refuse",    "refusal",  "refusing",
    "rewrite",      "paraphrase", "translate",   "edit",      "rephrase", "reword",
    "transcript",   "chatbot",    "character",
});
constexpr auto kTemplates = word_set({
    "letter",      "letters",   "email",        "e-mail",        "emails",    "mail",
    "template",    "templates", "invitation",   "resume",        "cv",        "contract",
    "form",        "invoice",   "message",      "memo",          "press",     "note",
    "certificate", "cover",     "speech",       "script",        "agreement", "proposal",
    "report",      "html",      "advert",       "advertisement", "ad",        "post",
    "tweet",       "card",      "application",  "petition",      "request",   "announcement",
    "newsletter",  "bio",       "introduction", "toast",         "reference", "survey",
    "quote",
});
constexpr auto kCode = word_set({
    "code",       "function", "program", "script", "html",  "css",    "javascript", "js",
    "typescript", "python",   "java",    "php",    "sql",   "xml",    "json",       "yaml",
    "regex",      "webpage",  "website", "tag",    "tags",  "markup", "markdown",   "template",
    "jinja",      "react",    "angular", "vue",    "latex", "bash",   "shell",      "api",
    "algorithm",  "svg",      "c++",     "ruby",   "rust",  "perl",   "kotlin",     "swift",
    "hyperlink",  "syntax",   "snippet", "bbcode", "wiki",  "config", "variable",   "variables",
});
constexpr auto kLanguages = word_set({
    "translate",    "translated", "translation", "translating", "language", "languages",
    "english",      "german",     "french",      "spanish",     "italian",  "portuguese",
    "dutch",        "swedish",    "danish",      "norwegian",   "finnish",  "polish",
    "czech",        "russian",    "ukrainian",   "greek",       "turkish",  "arabic",
    "hebrew",       "persian",    "hindi",       "bengali",     "urdu",     "tamil",
    "telugu",       "marathi",    "punjabi",     "kannada",     "gujarati", "nepali",
    "thai",         "vietnamese", "indonesian",  "malay",       "tagalog",  "swahili",
    "chinese",      "mandarin",   "japanese",    "korean",      "latin",    "bulgarian",
    "romanian",     "hungarian",  "croatian",    "serbian",     "haiku",    "bilingual",
    "multilingual",
});
constexpr auto kKeepers = word_set({
    "edit",          "correct",     "fix",       "proofread", "grammar",     "grammatical",
    "grammatically", "spelling",    "spell",     "error",     "errors",      "mistake",
    "mistakes",      "punctuation", "punctuate", "check",     "remove",      "delete",
    "replace",       "format",      "extract",   "find",      "identify",    "select",
    "repeat",        "copy",        "change",    "convert",   "sort",        "order",
    "arrange",       "rearrange",   "rewrite",   "choose",    "pick",        "which",
    "classify",      "translate",   "highlight", "locate",    "detect",      "revise",
    "print",         "output",      "return",    "echo",      "recite",      "improve",
    "adjust",        "modify",      "transform", "reorder",   "alphabetize", "capitalize",
    "insert",        "add",         "complete",  "quote",     "tokenize",    "lowercase",
    "uppercase",     "reverse",     "simplify",  "rephrase",  "reword",      "paraphrase",
    "verify",        "what",
});

/// Behind "please", "could you" and their like.
std::size_t skip_polite(WordSpan words) {
  std::size_t at = 0;
  while (const PhraseMatch polite = kPolite.match_at(words, at))
    at = polite.end();
  return at;
}

}  // namespace

std::uint32_t asked_count(WordSpan asked, std::string_view text) {
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const PhraseMatch verb = kCountVerbs.match_at(asked, i);
    if (!verb) continue;
    std::size_t at = verb.end();
    if (const PhraseMatch skipped = kBeforeCount.match_at(asked, at)) at = skipped.end();
    if (at + 1 >= asked.size() || kMeasures.contains(asked[at + 1])) continue;
    std::uint32_t count = number_of(asked[at], text);
    if (count == 0) count = number_word(asked[at].key);
    if (count >= 2 && count <= 20) return count;
  }
  return 0;
}

bool asks_for_text(WordSpan asked) {
  return static_cast<bool>(kTextVerbs.match_at(asked, skip_polite(asked)));
}

bool asks_for_little(WordSpan asked) {
  return kLittle.any_of(asked);
}

bool asks_for_speech(WordSpan asked) {
  return kSpeech.any_of(asked);
}

bool asks_for_template(WordSpan asked) {
  return kTemplates.any_of(asked);
}

bool is_about_code(WordSpan asked) {
  return kCode.any_of(asked);
}

bool asks_for_translation(WordSpan asked) {
  return kLanguages.any_of(asked);
}

bool may_keep_input(WordSpan asked) {
  return kKeepers.any_of(asked);
}

}  // namespace bmo::checks
