// Tells how long, how hard to read and of what form the texts are.
#include <array>
#include <string>

#include "bmo/metrics/kit/complexity.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"
#include "bmo/metrics/kit/set_traits.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kMostNamed = 200;

struct Content {
  static constexpr MetricCard card{
      .id = "content",
      .title = "Content",
      .definition =
          "Lengths of questions and answers, reading grade, complexity of the instructions, turns, "
          "and how many answers hold code or lists.",
      .formula =
          "reading grade = 0.39 words/sentence + 11.8 syllables/word - 15.59 (Flesch-Kincaid), for "
          "English answers of at least 20 words without code; complexity = the share of Alpaca's "
          "instructions whose mean z-score of length, long words, words that ask to reason and "
          "words that set conditions is lower",
      .source = "Kincaid et al., 1975",
      .caution =
          "Syllables are counted by rule. Length is no measure of quality, and neither reading "
          "grade nor complexity one of how hard a task is: difficulty is told only as given.",
      .order = 4,
  };

  void add(const Observation& seen) {
    const Profile& profile = seen.profile;
    ++total;
    turns.add(profile.turns);
    if (seen.pair.metadata != nullptr) {
      const std::string_view level = (*seen.pair.metadata)[TextField::kDifficulty];
      count(level, difficulty);
      const std::string_view language = (*seen.pair.metadata)[TextField::kLanguage];
      count(language, languages);
    }
    if (profile.response_words == 0) return;
    ++answered;
    asked.add(profile.instruction_words);
    words.add(profile.response_words);
    characters.add(profile.response_characters);
    grade.add(reading_grade(profile));
    complexity.add(profile.complexity);
    if (!is_absent(profile.complexity)) ++bands[complexity_band(profile.complexity)];
    questions += profile.is_question ? 1 : 0;
    with_code += profile.has_code ? 1 : 0;
    with_list += profile.list_items >= 2 ? 1 : 0;
    several_turns += profile.turns > 2 ? 1 : 0;
    if (profile.instruction_words > 0) {
      long_words.add(100.0 * profile.long_words / profile.instruction_words);
    }
  }

  static void count(std::string_view name, Named<std::uint64_t>& counts) {
    if (name.empty()) return;
    if (std::uint64_t* known = counts.find_or_add(name); known != nullptr) ++*known;
  }

  void conclude(const Settings& /*settings*/, Chapter& out) const {
    Writer writer(out);
    writer.mean("response_words", "Mean length of an answer", words, "words");
    writer.mean("instruction_words", "Mean length of a question", asked, "words");
    writer.mean("reading_grade", "Mean reading grade", grade);
    writer.mean("complexity", "Mean complexity of an instruction", complexity);
    writer.share("code", "Answers with code", with_code, answered);
    writer.share("lists", "Answers with a list", with_list, answered);
    writer.share("questions", "Instructions that ask a question", questions, answered);
    writer.share("several_turns", "Pairs with several turns", several_turns, total);
    Table& spread = writer.table("spread", "Lengths", spread_columns("of"));
    spread.rows.push_back(spread_cells("question, words", asked));
    spread.rows.push_back(spread_cells("answer, words", words));
    spread.rows.push_back(spread_cells("answer, characters", characters));
    spread.rows.push_back(spread_cells("long words of a question, %", long_words));
    if (grade.count() > 0) spread.rows.push_back(spread_cells("reading grade", grade));
    if (complexity.count() > 0) spread.rows.push_back(spread_cells("complexity", complexity));
    spread.rows.push_back(spread_cells("turns", turns));
    tell_bands(writer);
    tell_shares("difficulty", "Difficulty, as given", difficulty, writer);
    tell_shares("languages", "Languages, as given", languages, writer);
  }

  void tell_bands(Writer& writer) const {
    if (complexity.count() == 0) return;
    Table& table = writer.table("complexity_bands", "Complexity, by fifths of the reference",
                                {"complexity", "pairs"}, Look::kBars);
    for (std::size_t i = 0; i < bands.size(); ++i) {
      table.rows.push_back({text_cell(std::string(kComplexityBands[i])),
                            number_cell(static_cast<double>(bands[i]))});
    }
  }

  static void tell_shares(std::string_view id, std::string_view title,
                          const Named<std::uint64_t>& counts, Writer& writer) {
    if (counts.map().empty()) return;
    Table& table = writer.table(id, title, {std::string(id), "pairs"}, Look::kBars);
    for (const auto& [name, count] : counts.map())
      table.rows.push_back({text_cell(name), number_cell(static_cast<double>(count))});
    tell_left_out(counts, id, writer);
  }

  std::uint64_t total = 0;
  std::uint64_t answered = 0;
  std::uint64_t questions = 0;
  std::uint64_t with_code = 0;
  std::uint64_t with_list = 0;
  std::uint64_t several_turns = 0;
  Quantiles asked, words, characters, grade, turns, long_words, complexity;
  std::array<std::uint64_t, kComplexityBands.size()> bands{};
  Named<std::uint64_t> difficulty{kMostNamed};
  Named<std::uint64_t> languages{kMostNamed};
};

}  // namespace

const MetricEntry& content() {
  return entry<Content>();
}

}  // namespace bmo::metrics
