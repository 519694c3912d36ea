// Questions and imperatives by the words that clauses begin with.
#include "bmo/checks/kit/requests.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo::checks {
namespace {

constexpr std::uint64_t kAndKey = word_key("and");

// Verbs that instructions of published sets begin with.
constexpr auto kVerbs = word_set({
    "accept",        "access",       "achieve",      "act",         "adapt",       "add",
    "address",       "adjust",       "adopt",        "advise",      "aggregate",   "align",
    "allocate",      "alphabetize",  "alter",        "analyse",     "analyze",     "annotate",
    "answer",        "anticipate",   "append",       "apply",       "appraise",    "approximate",
    "argue",         "arrange",      "articulate",   "ask",         "assemble",    "assess",
    "assign",        "assist",       "associate",    "assume",      "attach",      "automate",
    "avoid",         "balance",      "be",           "begin",       "bind",        "book",
    "brainstorm",    "break",        "briefly",      "bring",       "build",       "buy",
    "calculate",     "call",         "capitalize",   "carry",       "cast",        "categorise",
    "categorize",    "change",       "characterize", "check",       "choose",      "circle",
    "cite",          "clarify",      "classify",     "clean",       "close",       "cluster",
    "code",          "collaborate",  "collect",      "color",       "combine",     "come",
    "comment",       "communicate",  "compare",      "compile",     "complete",    "compose",
    "compress",      "compute",      "concatenate",  "conclude",    "conduct",     "configure",
    "confirm",       "congratulate", "conjugate",    "connect",     "consider",    "construct",
    "contact",       "continue",     "contrast",     "convert",     "convince",    "cook",
    "copy",          "correct",      "count",        "cover",       "craft",       "create",
    "critique",      "crop",         "customize",    "cut",         "debate",      "debug",
    "decide",        "decipher",     "declare",      "decline",     "decode",      "decompose",
    "decorate",      "decrypt",      "deduce",       "deduct",      "define",      "delete",
    "deliver",       "demonstrate",  "deploy",       "derive",      "describe",    "design",
    "detail",        "detect",       "determine",    "develop",     "devise",      "diagnose",
    "differentiate", "discover",     "discuss",      "display",     "distinguish", "diversify",
    "divide",        "do",           "document",     "donate",      "double",      "draft",
    "draw",          "duplicate",    "eat",          "edit",        "elaborate",   "elect",
    "eliminate",     "embed",        "emphasize",    "employ",      "encode",      "encourage",
    "encrypt",       "engage",       "ensure",       "enter",       "entertain",   "entitle",
    "enumerate",     "envision",     "equate",       "erase",       "establish",   "estimate",
    "evaluate",      "examine",      "exchange",     "execute",     "exemplify",   "exercise",
    "expand",        "explain",      "explicate",    "explore",     "express",     "extend",
    "extract",       "extrapolate",  "fact-check",   "factor",      "fast",        "fetch",
    "figure",        "file",         "fill",         "filter",      "finalize",    "find",
    "finish",        "fit",          "fix",          "flag",        "focus",       "fold",
    "follow",        "forecast",     "forge",        "form",        "format",      "formulate",
    "gather",        "gauge",        "generate",     "get",         "give",        "go",
    "grade",         "greet",        "group",        "grow",        "guess",       "guide",
    "have",          "help",         "hide",         "highlight",   "hire",        "hold",
    "host",          "hypothesize",  "identify",     "illustrate",  "imagine",     "impersonate",
    "implement",     "improve",      "improvise",    "include",     "incorporate", "increase",
    "increment",     "indicate",     "infer",        "inform",      "insert",      "inspect",
    "install",       "instruct",     "insult",       "integrate",   "interpret",   "interview",
    "introduce",     "invent",       "inventory",    "investigate", "invite",      "invoke",
    "iterate",       "join",         "jot",          "journal",     "judge",       "justify",
    "keep",          "label",        "laugh",        "launch",      "lead",        "learn",
    "leave",         "let",          "let's",        "lets",        "link",        "list",
    "listen",        "locate",       "log",          "look",        "loop",        "mail",
    "make",          "manage",       "manipulate",   "map",         "mark",        "match",
    "measure",       "mention",      "merge",        "mimic",       "minimize",    "mix",
    "model",         "modify",       "monitor",      "motivate",    "move",        "multiply",
    "name",          "narrate",      "navigate",     "negotiate",   "normalize",   "note",
    "notify",        "number",       "observe",      "obtain",      "offer",       "open",
    "operate",       "optimize",     "orchestrate",  "order",       "organise",    "organize",
    "outline",       "pack",         "pair",         "paraphrase",  "parse",       "participate",
    "partition",     "pass",         "pay",          "peel",        "perform",     "personalize",
    "persuade",      "pick",         "pitch",        "place",       "plan",        "play",
    "please",        "plot",         "point",        "portray",     "pose",        "post",
    "practice",      "praise",       "predict",      "preface",     "prepare",     "present",
    "pretend",       "print",        "prioritize",   "proceed",     "process",     "produce",
    "program",       "promote",      "pronounce",    "proofread",   "propose",     "protect",
    "prove",         "provide",      "publish",      "pull",        "punctuate",   "purchase",
    "push",          "put",          "query",        "quiz",        "quote",       "raise",
    "randomize",     "rank",         "rate",         "react",       "read",        "rearrange",
    "reason",        "rebuild",      "recall",       "recast",      "receive",     "recite",
    "recognize",     "recommend",    "reconcile",    "reconstruct", "record",      "recount",
    "recover",       "recreate",     "recruit",      "redact",      "redesign",    "redirect",
    "redo",          "reduce",       "refactor",     "refer",       "refine",      "reflect",
    "reformat",      "reformulate",  "refrain",      "reframe",     "refute",      "register",
    "regroup",       "reject",       "relate",       "release",     "rely",        "remake",
    "remember",      "remind",       "remove",       "rename",      "render",      "reorder",
    "reorganize",    "repeat",       "rephrase",     "replace",     "reply",       "report",
    "represent",     "reproduce",    "request",      "research",    "reserve",     "reshape",
    "resize",        "resolve",      "respond",      "restate",     "restore",     "restrict",
    "restructure",   "retell",       "retrieve",     "return",      "reveal",      "reverse",
    "review",        "revise",       "revisit",      "reword",      "rewrite",     "rhyme",
    "role",          "role-play",    "roleplay",     "rotate",      "round",       "rule",
    "run",           "sample",       "save",         "say",         "scan",        "schedule",
    "score",         "search",       "segment",      "select",      "sell",        "send",
    "separate",      "sequence",     "serve",        "set",         "shade",       "shape",
    "share",         "shift",        "shop",         "shorten",     "should",      "show",
    "shrink",        "shuffle",      "sign",         "simplify",    "simulate",    "sing",
    "sketch",        "slice",        "solve",        "sort",        "speak",       "specify",
    "speculate",     "spell",        "spin",         "split",       "spot",        "stack",
    "stand",         "standardize",  "start",        "state",       "stay",        "step",
    "stop",          "store",        "structure",    "study",       "style",       "submit",
    "substitute",    "subtract",     "suggest",      "sum",         "summarise",   "summarize",
    "supply",        "support",      "suppose",      "suppress",    "survey",      "swap",
    "switch",        "sympathize",   "synthesize",   "tabulate",    "tackle",      "tag",
    "tailor",        "take",         "talk",         "tally",       "target",      "teach",
    "tell",          "test",         "thank",        "think",       "throw",       "time",
    "toss",          "total",        "touch",        "trace",       "track",       "trade",
    "train",         "transcribe",   "transform",    "translate",   "transpose",   "travel",
    "trim",          "troubleshoot", "try",          "turn",        "tweak",       "type",
    "uncover",       "understand",   "unify",        "unscramble",  "update",      "upload",
    "use",           "utilize",      "validate",     "verify",      "view",        "visit",
    "visualise",     "visualize",    "vote",         "wait",        "walk",        "warn",
    "wash",          "watch",        "weigh",        "welcome",     "wish",        "wonder",
    "work",          "wrap",         "write",        "yield",       "zip",         "account",
    "bold",          "budget",       "cross",        "dance",       "input",       "italicize",
    "output",        "tap",          "aim",          "agree",       "prune",       "punch",
    "grapple",       "discern",      "photograph",   "omit",        "censor",      "discriminate",
    "section",       "meet",         "need",         "curate",      "see",         "spend",
    "click",         "notice",       "seek",         "apologize",
});
constexpr auto kQuestionWords = word_set({
    "what",  "who",      "whom",      "whose",   "which",   "when",   "where",
    "why",   "how",      "is",        "are",     "was",     "were",   "do",
    "does",  "did",      "can",       "could",   "should",  "would",  "will",
    "may",   "might",    "has",       "have",    "had",     "am",     "shall",
    "isn't", "aren't",   "don't",     "doesn't", "didn't",  "can't",  "couldn't",
    "won't", "wouldn't", "shouldn't", "wasn't",  "weren't", "hasn't", "haven't",
    "whats", "what's",   "who's",     "where's", "how's",   "when's", "why's",
});
// "I want you to ...", "You are ...", "Your task is ...": a request comes as a statement.
constexpr auto kStatements = phrase_set({
    "i want",    "i need",     "i would like", "i'd like",      "i am looking", "i'm looking",
    "i have to", "you are",    "you're",       "you will",      "you have",     "you need",
    "you must",  "you should", "your task",    "your job",      "we want",      "we need",
    "my task",   "task",       "help",         "instructions",  "help me",      "given",
    "the task",  "the goal",   "goal",         "objective",     "rewritten",    "assuming",
    "using",     "based on",   "according to", "there is",      "there are",    "there's",
    "in this",   "two",        "tips",         "ways",          "you want",     "for the given",
    "for each",  "for this",   "true or",      "after reading",
});
constexpr auto kDeterminers = word_set({
    "the",     "a",     "an",    "this", "these", "those", "my",        "your",
    "its",     "their", "each",  "all",  "any",   "some",  "following", "given",
    "whether", "two",   "three", "four", "five",  "six",   "ten",
});
// Phrases that begin so may stand before an imperative without a comma.
constexpr auto kLeadIns = word_set({"in", "from", "for", "with", "within", "of", "by", "on", "to",
                                    "after", "before", "as", "without", "similar"});
constexpr auto kParticles =
    word_set({"up", "out", "down", "through", "together", "off", "back", "away", "over"});
// Wishes, wherever they stand: "the text should be corrected".
constexpr auto kWishes = phrase_set({
    "should be",
    "must be",
    "needs to be",
    "has to be",
    "would be great",
    "would be helpful",
    "would appreciate",
    "if you could",
    "i would like",
    "i'd like",
    "i need",
    "i want",
});
// Work, or a text, that is asked for by its name.
constexpr auto kTaskNouns = word_set({
    "analysis",       "classification", "comparison",    "completion",    "conversion",
    "correction",     "detection",      "extraction",    "generation",    "identification",
    "interpretation", "paraphrase",     "recognition",   "summarisation", "summarization",
    "summary",        "translation",    "transcription", "instructions",  "ideas",
    "names",          "tips",           "list",          "essay",         "article",
    "email",          "message",
});
constexpr auto kNoVerbs = word_set({
    "of",   "in",    "on",    "at",     "by",     "for",     "from",    "with",    "about", "into",
    "over", "under", "after", "before", "during", "and",     "or",      "but",     "as",    "like",
    "than", "that",  "he",    "she",    "it",     "they",    "we",      "not",     "all",   "was",
    "is",   "are",   "were",  "has",    "had",    "through", "between", "against",
});
// Words that may stand before an imperative.
constexpr auto kBefore = word_set({
    "please",
    "kindly",
    "now",
    "then",
    "first",
    "next",
    "and",
    "also",
    "just",
    "to",
    "briefly",
    "carefully",
    "automatically",
    "re",
    "pre",
    "or",
    "you",
    "out",
    "quickly",
    "in",
    "correctly",
    "but",
    "finally",
    "not",
    "never",
    "always",
    "so",
    "hey",
    "hi",
    "hello",
    "ok",
    "okay",
    "a",
    "an",
});

/// "Alliterate the given word": what stands before a determiner is a verb, in whatever spelling.
bool stands_before_determiner(WordSpan words, std::size_t at) {
  return at + 1 < words.size() && kDeterminers.contains(words[at + 1]) &&
         !kDeterminers.contains(words[at]) && !kNoVerbs.contains(words[at]);
}

bool begins_request(std::string_view text, WordSpan words, std::size_t at) {
  for (std::size_t i = at; i < words.size() && i < at + 3; ++i) {
    if (kVerbs.contains(words[i]) || kQuestionWords.contains(words[i])) return true;
    if (kStatements.match_at(words, i) || lower_ascii(words[i].in(text)).starts_with("re-"))
      return true;
    // "Critically analyze"
    const bool may_stand_before = kBefore.contains(words[i]) || words[i].in(text).ends_with("ly");
    if (!may_stand_before) return i == at && stands_before_determiner(words, i);
  }
  return false;
}

/// May a clause begin behind this gap between two words?
bool is_clause_break(std::string_view gap) {
  return gap.find_first_of(".,;:!?\n-()\"'>*/") != std::string_view::npos ||
         std::any_of(gap.begin(), gap.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// "Comparing two teams": a verb of the list with "ing" behind it.
bool is_gerund(std::string_view word) {
  constexpr std::string_view kEnd = "ing";
  if (word.size() < kEnd.size() + 3 || !word.ends_with(kEnd)) return false;
  const std::string stem(word.substr(0, word.size() - kEnd.size()));
  const bool is_doubled = stem.back() == stem[stem.size() - 2];
  return kVerbs.contains(word_key(stem)) || kVerbs.contains(word_key(stem + 'e')) ||
         (is_doubled && kVerbs.contains(word_key(stem.substr(0, stem.size() - 1))));
}

/// Does a verb of the list stand there with what it is done to: "explain why", "add the"?
bool is_imperative(WordSpan words, std::size_t at) {
  return at + 1 < words.size() && kVerbs.contains(words[at]) &&
         (kDeterminers.contains(words[at + 1]) || kQuestionWords.contains(words[at + 1]));
}

/// "In your own words explain why ...": an imperative behind a phrase, or behind "and".
bool holds_imperative(WordSpan words) {
  const bool has_lead_in = kLeadIns.contains(words.front());
  for (std::size_t i = 2; i < words.size(); ++i) {
    if ((has_lead_in || words[i - 1].key == kAndKey) && is_imperative(words, i)) return true;
  }
  return false;
}

/// "Narrow down the list": a verb in two words.
bool begins_with_phrasal_verb(WordSpan words) {
  return words.size() > 2 && kParticles.contains(words[1]) && kDeterminers.contains(words[2]) &&
         !kDeterminers.contains(words[0]);
}

/// Does it name its task by a noun: "Translation from ...", "Sentiment analysis of ..."? What is
/// said of "the article" is no task.
bool names_task(std::string_view text, WordSpan words) {
  if (kDeterminers.contains(words.front())) return false;
  const WordSpan first = words.first(std::min<std::size_t>(words.size(), 3));
  return is_gerund(words.front().in(text)) || kTaskNouns.any_of(first);
}

/// Mostly ASCII letters: a language that the word lists know at all.
bool is_ascii_text(std::string_view text) {
  const auto high = std::count_if(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return 20 * static_cast<std::size_t>(high) <= text.size();
}

}  // namespace

bool holds_request(const Exchange& exchange) {
  const std::string_view text = exchange.asked;
  const WordSpan words = exchange.asked_words;
  if (begins_request(text, words, 0) || holds_imperative(words) ||
      begins_with_phrasal_verb(words) || names_task(text, words) || kWishes.find(words)) {
    return true;
  }
  if (text.find_first_of("?_=") != std::string_view::npos || !is_ascii_text(text)) return true;
  if (text.find("...") != std::string_view::npos) return true;  // To be completed.
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t end = words[i - 1].end();
    if (is_clause_break(text.substr(end, words[i].begin - end)) && begins_request(text, words, i))
      return true;
  }
  return false;
}

}  // namespace bmo::checks
