// Finds answers that say the same again and again.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/repeats.hpp"
#include "bmo/checks/kit/tasks.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/list_lines.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kLeastWords = 30;

/// From here on, in per cent, prose repeats itself ...
constexpr unsigned kMostInProse = 30;
/// ... and all that has a refrain or a frame that comes back on purpose.
constexpr unsigned kMostInFrames = 60;
/// A line of so many words says something of its own: no option of a form, no cell of a table.
constexpr std::size_t kLeastInLine = 6;

constexpr auto kSongs =
    word_set({"song",    "songs",  "lyrics",  "rap",    "jingle", "melody",  "chorus",
              "refrain", "chant",  "anthem",  "hymn",   "ballad", "lullaby", "poem",
              "tune",    "chords", "musical", "verses", "carol",  "carols"});

/// Are its lines short, as those of forms, tables and timetables are?
bool has_short_lines(std::string_view text, std::size_t num_words) {
  std::size_t lines = 0;
  facts::for_each_line(text, [&lines](std::string_view line) { lines += line.empty() ? 0U : 1U; });
  return lines >= 4 && num_words < 8 * lines;
}

/// Lists, forms, tables and programs say the same words around what differs.
bool has_frame(const TextView& response) {
  return has_short_lines(response.text, response.words.size()) ||
         facts::count_items(response.text).items >= 3 || facts::count_fences(response.text) > 0 ||
         facts::is_program_text(response.text);
}

constexpr Fault kFaults[] = {{"repeated_words", 25}, {"repeated_lines", 25}};

/// How much is said again, in per cent: of the runs of words, or of the lines; 0: not too much.
struct Repeats {
  unsigned words = 0;
  unsigned lines = 0;
};

unsigned if_above(unsigned share, unsigned most) {
  return share > most ? share : 0;
}

Repeats judge(const Exchange& exchange, RepeatCounter& counter) {
  const TextView& response = exchange.response;
  const unsigned words = counter.repeated_words(response.words);
  if (words > kMostInFrames) return {.words = words};
  if (kSongs.any_of(exchange.asked_words)) return {};
  const bool by_words = words > kMostInProse;
  const bool is_verse = asks_for_speech(exchange.asked_words);
  const unsigned lines = by_words || is_verse ? 0 : counter.repeated_lines(response.text);
  if (!by_words && lines <= kMostInProse) return {};
  if (has_frame(response)) {
    const unsigned long_lines = counter.repeated_lines(response.text, kLeastInLine);
    return {.lines = is_verse ? 0 : if_above(long_lines, kMostInProse)};
  }
  if (!by_words) return {.lines = lines};
  // An answer may well take up what it was asked.
  const unsigned own = counter.repeated_words(response.words, exchange.instruction.words);
  return {.words = if_above(own, kMostInProse)};
}

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
      if (exchange.response.words.size() < kLeastWords) return;
      const Repeats found = judge(exchange, counter);
      if (found.words == 0 && found.lines == 0) return;
      const bool by_words = found.words > 0;
      sink.report(exchange.row, kFaults[by_words ? 0 : 1],
                  place_of(batch, exchange.row, exchange.response.index),
                  std::to_string(by_words ? found.words : found.lines) +
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
