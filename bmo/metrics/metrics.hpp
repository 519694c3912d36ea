// One file for each chapter of figures about a data set.
//
// A chapter is a struct with a card. It is given every pair once, in input order, with what was
// worked out of its texts, and keeps a state of bounded size; at the end it says its figures, each
// with how many pairs it rests on. The same struct serves the command line, the report and Python.
#pragma once
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/facts/facts.hpp"
#include "bmo/metrics/kit/voice_features.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::metrics {

/// What several chapters ask of a pair's texts. Counts are of the last question and its answer.
struct Profile {
  std::uint32_t turns = 0;  ///< User and assistant messages.
  std::uint32_t instruction_words = 0;
  std::uint32_t response_words = 0;
  std::uint32_t response_characters = 0;  ///< Code points.
  std::uint32_t response_sentences = 0;
  std::uint32_t response_syllables = 0;
  std::uint32_t long_words = 0;  ///< Of eight letters and more, in the instruction.
  std::uint32_t list_items = 0;
  double complexity = kAbsent;  ///< Of an English instruction; see kit/complexity.hpp.
  bool has_code = false;
  bool is_english = false;
  bool is_question = false;
  VoiceFeatures voice{};  ///< How the answer is written.
};

/// Needs Need::kTexts. One per row; those of quarantined records and of pairs that do not end in an
/// answer are zero but for `turns`.
void profile(const Batch& batch, const facts::Facts& facts, std::vector<Profile>& out);

/// One pair, as chapters see it.
struct Observation {
  const Pair& pair;
  const Profile& profile;
  double soundness = kAbsent;
  /// Where its instruction points (directions.hpp); empty where there is none, where it is in
  /// another language than the encoder's, and where no encoder was asked for.
  std::span<const std::int8_t> direction;
};

/// An attempt at generating a pair, whatever became of it.
struct Attempt {
  std::string run, model, prompt, outcome, batch, started_at;
  double duration_ms = kAbsent;
  double prompt_tokens = kAbsent;
  double completion_tokens = kAbsent;
  double cost = kAbsent;
};

/// Minutes that a person spent.
struct TimeEntry {
  std::string date, person, task, batch, currency;
  double minutes = 0;
  double hourly_rate = kAbsent;
};

/// A number that is known as a range.
struct Range {
  double low = 0;
  double base = 0;
  double high = 0;
};

/// What made the directions.
struct Space {
  std::string encoder;        ///< Its id.
  std::string language;       ///< The one it is for; empty: no language is shut out.
  double near_cosine = 0.90;  ///< From which two instructions are taken to ask the same.
};

class DirectionSample;

/// Sets that anybody can have, to be compared with.
struct PublicSets {
  std::vector<std::string> names;
  std::shared_ptr<const DirectionSample> sample;  ///< nullptr: none are named.
};

/// What each part of the competitive index counts.
struct IndexWeights {
  double novelty = 40;
  double soundness = 30;
  double topics = 20;
  double voice = 10;
};

/// What the user says about the set: all of it optional.
struct Settings {
  struct TopicTarget {
    std::string topic;
    double share = 0;
  };
  /// A topic that is described by what is asked in it.
  struct DescribedTopic {
    std::string topic;
    double share = 0;
    std::size_t examples = 0;
    std::vector<std::int8_t> directions;  ///< Of the examples, one behind another.
  };
  struct Scale {
    std::string score;
    double low = 0;
    double high = 0;
  };
  std::optional<Space> space;  ///< Empty: instructions have no directions.
  std::vector<TopicTarget> topics;
  std::vector<DescribedTopic> described;
  PublicSets public_sets;
  IndexWeights index;
  std::vector<Scale> scales;
  std::vector<std::string> voice_reference;
  std::vector<Attempt> attempts;
  std::vector<TimeEntry> times;
  std::string currency;
  std::optional<Range> hourly_rate;
  std::optional<Range> minutes_to_write;
  std::optional<Range> minutes_to_review;
  std::optional<Range> yearly_benefit;
  std::optional<Range> licence_price;  ///< Of a pair.
  double setup_hours = 0;
  double probability = 1;
  double years = 1;
};

/// One number with what it rests on.
struct Figure {
  std::string id;  ///< "pairs.total": the chapter's id and the figure's own.
  std::string title;
  std::string unit;  ///< "pairs", "%", "words"; empty: a pure number.
  double value = kAbsent;
  std::uint64_t rests_on = 0;  ///< Pairs, attempts or batches.
  double low = kAbsent;        ///< Of the interval of 95 %, where there is one.
  double high = kAbsent;
  std::string method;  ///< How it was computed.
};

enum class Look : std::uint8_t { kTable, kBars };

/// Rows of text and numbers. In bars, the last column is drawn.
struct Table {
  std::string id;
  std::string title;
  Look look = Look::kTable;
  std::vector<std::string> columns;
  struct Cell {
    std::string text;
    double number = kAbsent;  ///< Where it is a number, `text` is empty.
  };
  std::vector<std::vector<Cell>> rows;
};

enum class Urgency : std::uint8_t { kInfo, kWatch, kAlert };

/// What to do, and what makes it so.
struct Advice {
  Urgency urgency = Urgency::kInfo;
  std::string text;
};

struct MetricCard {
  std::string_view id;     ///< Also the file's name: "topics".
  std::string_view title;  ///< "Topics and their balance"
  std::string_view definition;
  std::string_view formula;
  std::string_view source;   ///< Paper or document that it follows.
  std::string_view caution;  ///< What it does not say.
  int order = 0;             ///< Of the chapter in a report.
  bool directions = false;   ///< It looks at where instructions point.
};

struct Chapter {
  const MetricCard* card = nullptr;
  std::string not_evaluated;  ///< Why there are no figures; empty: there are.
  std::vector<Figure> figures;
  std::vector<Table> tables;
  std::vector<Advice> advice;
};

template <typename M>
concept Measures = requires(M state, const M& done, const Observation& seen,
                            const Settings& settings, Chapter& out) {
  { M::card } -> std::convertible_to<const MetricCard&>;
  { state.add(seen) } -> std::same_as<void>;
  { done.conclude(settings, out) } -> std::same_as<void>;
};

/// The state of one chapter over a set. Not thread-safe; the order of pairs does not change what it
/// says but for the rounding of sums.
class State {
 public:
  virtual ~State() = default;
  virtual void add(const Observation& seen) = 0;
  virtual Chapter conclude(const Settings& settings) const = 0;
};

struct MetricEntry {
  const MetricCard* card;
  std::unique_ptr<State> (*start)();
};

template <Measures M>
class StateOf final : public State {
 public:
  void add(const Observation& seen) override { state_.add(seen); }
  Chapter conclude(const Settings& settings) const override {
    Chapter out{.card = &M::card};
    state_.conclude(settings, out);
    return out;
  }

 private:
  M state_;
};

template <Measures M>
const MetricEntry& entry() {
  static constexpr MetricEntry kEntry{
      &M::card, +[]() -> std::unique_ptr<State> { return std::make_unique<StateOf<M>>(); }};
  return kEntry;
}

/// Every chapter, by id. The build writes this table from the file names.
std::span<const MetricEntry* const> all();

/// Whole numbers with their thousands apart, others to three digits; "-" for what is not known.
std::string number_text(double value);

/// "info", "watch", "alert".
std::string_view urgency_name(Urgency urgency);

}  // namespace bmo::metrics
