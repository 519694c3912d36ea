// Finds slurs and obscene words by a short list.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/phrases.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr auto kToxic = word_set({
    "fuck",         "fucking",       "fucked",        "fucker",      "fuckers",  "fucks",
    "motherfucker", "motherfuckers", "motherfucking", "shit",        "shitty",   "bullshit",
    "shithead",     "cunt",          "cunts",         "asshole",     "assholes", "bitch",
    "bitches",      "slut",          "sluts",         "whore",       "whores",   "wanker",
    "wankers",      "twat",          "cocksucker",    "cocksuckers", "blowjob",  "cumshot",
    "gangbang",     "nigger",        "niggers",       "nigga",       "niggas",   "faggot",
    "faggots",      "fag",           "fags",          "kike",        "kikes",    "spic",
    "spics",        "chink",         "chinks",        "gook",        "gooks",    "wetback",
    "wetbacks",     "tranny",        "trannies",      "retard",      "retards",  "raghead",
    "towelhead",    "dickhead",      "arsehole",      "jizz",        "pussy",
});

struct ToxicWord {
  static constexpr CheckCard card{
      .id = "toxic_word",
      .code = "W_TOXIC",
      .title = "A text holds an obscene word or a slur",
      .why =
          "The list is short and knows nothing of context: a quotation and an insult look the "
          "same. It says where to look, no more.",
      .fix = "Read the record, and keep it only where the word is meant to be learned.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 12,
      .needs = facts::Need::kTexts,
      .words = kToxic.keys(),
      .good = R"({"instruction":"Name a prime.","response":"Damn, seven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven, motherfucker."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      for (const Word& word : text.words) {
        if (!kToxic.contains(word)) continue;
        sink.report(
            row, place_of(batch, row, text.index),
            "found a word of the list at byte " + std::to_string(word.begin) + " of the text");
        return;
      }
    });
  }
};

}  // namespace

const CheckEntry& toxic_word() {
  return entry<ToxicWord>();
}

}  // namespace bmo::checks
