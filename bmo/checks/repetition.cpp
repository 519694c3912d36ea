// Finds answers that say the same again and again.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/repeats.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kLeastWords = 30;

/// In these a refrain comes back on purpose.
constexpr auto kSongs = word_set({"song", "songs", "lyrics", "rap", "jingle", "melody", "chorus",
                                  "refrain", "chant", "anthem", "hymn", "ballad", "lullaby", "poem",
                                  "tune", "chords", "musical", "verses"});
constexpr unsigned kMostInSongs = 60;

constexpr Fault kFaults[] = {{"repeated_words", 25}, {"repeated_lines", 25}};

struct Repetition {
  static constexpr CheckCard card{
      .id = "repetition",
      .code = "W_REPETITION",
      .title = "The response repeats itself",
      .why = "Generators fall into loops. A model trained on one loop falls into it more easily.",
      .fix = "Cut the repeated part, or generate the response again.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"Seven, seven, seven."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven is a prime number. Seven is)"
             R"( a prime number. Seven is a prime number. Seven is a prime number. Seven is )"
             R"(a prime number. Seven is a prime number. Seven is a prime number."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    RepeatCounter counter;
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      const TextView& response = exchange.response;
      if (response.words.size() < kLeastWords) return;
      const unsigned words = counter.repeated_words(response.words);
      if (words <= kMostInSongs && kSongs.any_of(exchange.asked_words)) return;
      const bool is_verse = asks_for_speech(exchange.asked_words);
      const unsigned lines = words > 30 || is_verse ? 0 : counter.repeated_lines(response.text);
      if (words <= 30 && lines <= 30) return;
      const bool by_words = words > 30;
      sink.report(exchange.row, kFaults[by_words ? 0 : 1],
                  place_of(batch, exchange.row, exchange.response.index),
                  std::to_string(by_words ? words : lines) +
                      (by_words ? " % of the runs of five words" : " % of the lines") +
                      " occur more than once");
    });
  }
};

}  // namespace

const CheckEntry& repetition() {
  return entry<Repetition>();
}

}  // namespace bmo::checks
