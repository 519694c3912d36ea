// Counts, sketches and a sample of words, each turned into a value with an interval.
#include "bmo/metrics/kit/set_traits.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/lexical.hpp"
#include "bmo/metrics/kit/second_moments.hpp"

namespace bmo::metrics {
namespace {

constexpr double kZ = 1.959964;
/// Digits for a hundred letters of an answer: worked sums have more, prose has fewer.
constexpr float kManyDigits = 8;

constexpr std::size_t voice_index(std::string_view name) {
  return static_cast<std::size_t>(std::find(kVoiceFeatures.begin(), kVoiceFeatures.end(), name) -
                                  kVoiceFeatures.begin());
}
constexpr std::size_t kDigits = voice_index("digits");
static_assert(kDigits < kNumVoiceFeatures);

Measured& at(Traits& traits, Trait trait) {
  return traits[static_cast<std::size_t>(trait)];
}

/// The interval is from order statistics: it supposes nothing of how the values are spread.
Measured quantile(const Quantiles& values, double share) {
  const std::uint64_t n = values.count();
  if (n == 0) return {};
  const double half = kZ * std::sqrt(share * (1 - share) / static_cast<double>(n));
  return {.value = values.at(share),
          .low = values.at(std::max(0.0, share - half)),
          .high = values.at(std::min(1.0, share + half)),
          .rests_on = n};
}

Measured share_of(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return {};
  const Interval interval = wilson(part, whole);
  return {.value = 100 * static_cast<double>(part) / static_cast<double>(whole),
          .low = 100 * interval.low,
          .high = 100 * interval.high,
          .rests_on = whole};
}

/// Beyond what the sketch holds exactly the count may be above the whole.
Measured repeats(const DistinctCount& different, std::uint64_t whole) {
  const auto distinct = static_cast<std::uint64_t>(std::llround(different.value()));
  Measured out = share_of(whole - std::min(whole, distinct), whole);
  if (different.is_exact()) return out;
  constexpr double kSketchError = 0.8;  // Two standard errors of 65,536 minima, in percent.
  out.low = std::max(0.0, out.low - kSketchError);
  out.high = std::min(100.0, out.high + kSketchError);
  return out;
}

Measured mean_of(const Quantiles& values) {
  if (values.count() == 0) return {};
  const double error = values.deviation() / std::sqrt(static_cast<double>(values.count()));
  return {.value = values.mean(),
          .low = values.mean() - kZ * error,
          .high = values.mean() + kZ * error,
          .rests_on = values.count()};
}

/// The quantile .975 of Student's t for 1 to 9 degrees of freedom.
constexpr std::array<double, 9> kStudent{12.7062, 4.3027, 3.1824, 2.7764, 2.5706,
                                         2.4469,  2.3646, 2.3060, 2.2622};

/// Two blocks at least.
Measured mean_of_blocks(std::span<const double> blocks, std::size_t size_of_block) {
  const auto n = static_cast<double>(blocks.size());
  double mean = 0;
  for (const double block : blocks)
    mean += block / n;
  double squares = 0;
  for (const double block : blocks)
    squares += (block - mean) * (block - mean);
  const double half = kStudent[blocks.size() - 2] * std::sqrt(squares / (n - 1) / n);
  return {.value = mean,
          .low = mean - half,
          .high = mean + half,
          .rests_on = blocks.size() * size_of_block};
}

}  // namespace

std::array<Measured, 5> measure_words(std::span<const std::uint64_t> words) {
  std::array<Measured, 5> out{};
  const std::size_t blocks = std::min(words.size() / kBlockWords, kMostBlocks);
  if (blocks < 2) return out;
  std::array<std::vector<double>, 5> values;
  for (std::size_t block = 0; block < blocks; ++block) {
    const auto some = words.subspan(block * kBlockWords, kBlockWords);
    for (std::size_t n = 1; n <= 3; ++n)
      values[n - 1].push_back(100 * distinct_share(some, n));
    values[3].push_back(mtld(some));
    values[4].push_back(hdd(some));
  }
  std::transform(values.begin(), values.end(), out.begin(),
                 [](const auto& of_blocks) { return mean_of_blocks(of_blocks, kBlockWords); });
  return out;
}

Measured measure_directions(const DirectionSample& sample) {
  const std::size_t blocks = std::min(sample.size() / kBlockDirections, kMostBlocks);
  if (blocks < 2) return {};
  const std::vector<std::uint32_t> slots = sample.by_rank();
  std::vector<double> values;
  for (std::size_t block = 0; block < blocks; ++block) {
    SecondMoments moments;
    for (std::size_t i = 0; i < kBlockDirections; ++i)
      moments.add(sample.row(slots[block * kBlockDirections + i]));
    values.push_back(moments.vendi());
  }
  return mean_of_blocks(values, kBlockDirections);
}

double reading_grade(const Profile& profile) {
  if (!profile.is_english || profile.has_code || profile.response_words < 20) return kAbsent;
  const auto words = static_cast<double>(profile.response_words);
  return 0.39 * words / static_cast<double>(profile.response_sentences) +
         11.8 * static_cast<double>(profile.response_syllables) / words - 15.59;
}

void SetTraits::add(const Observation& seen) {
  const Profile& profile = seen.profile;
  ++pairs_;
  several_turns_ += profile.turns > 2 ? 1 : 0;
  different_pairs_.add(seen.pair.content.low);
  soundness_.add(seen.soundness);
  add_question(seen.pair);
  if (!seen.direction.empty()) directions_.add(seen.pair.content.low, seen.direction);
  if (profile.response_words == 0) return;
  ++answered_;
  asked_.add(profile.instruction_words);
  words_.add(profile.response_words);
  grade_.add(reading_grade(profile));
  with_code_ += profile.has_code ? 1 : 0;
  with_list_ += profile.list_items >= 2 ? 1 : 0;
  with_digits_ += profile.voice[kDigits] >= kManyDigits ? 1 : 0;
  sample_.add(seen.pair.content.low, seen.pair.response()->content);
}

/// A question is the words of all before the answer; case and punctuation tell none from another.
void SetTraits::add_question(const Pair& pair) {
  std::uint64_t key = 0;
  bool any = false;
  for (const Message& message : pair.context()) {
    if (message.role != Role::kUser) continue;
    scratch_.clear();
    facts::append_words(message.content, scratch_);
    for (const facts::Word& word : scratch_) {
      key = (key ^ word.key) * 0x9E3779B97F4A7C15U;
      key ^= key >> 29U;
      any = true;
    }
  }
  if (!any) return;
  ++questions_;
  different_questions_.add(
      hash64({reinterpret_cast<const char*>(&key), sizeof key}));  // Spreads it evenly.
}

void SetTraits::measure_lengths(Traits& out) const {
  at(out, Trait::kQuestionMedian) = quantile(asked_, 0.5);
  at(out, Trait::kQuestionP95) = quantile(asked_, 0.95);
  at(out, Trait::kAnswerMedian) = quantile(words_, 0.5);
  at(out, Trait::kAnswerP95) = quantile(words_, 0.95);
  at(out, Trait::kGrade) = quantile(grade_, 0.5);
}

void SetTraits::measure_shares(Traits& out) const {
  at(out, Trait::kCode) = share_of(with_code_, answered_);
  at(out, Trait::kLists) = share_of(with_list_, answered_);
  at(out, Trait::kSeveralTurns) = share_of(several_turns_, pairs_);
  at(out, Trait::kSoundness) = mean_of(soundness_);
  at(out, Trait::kBelow85) = share_of(soundness_.below(85), soundness_.count());
}

void SetTraits::measure_repeats(Traits& out) const {
  at(out, Trait::kRepeatedQuestions) = repeats(different_questions_, questions_);
  at(out, Trait::kRepeatedPairs) = repeats(different_pairs_, pairs_);
}

Traits SetTraits::measure() const {
  Traits out{};
  measure_lengths(out);
  measure_shares(out);
  measure_repeats(out);
  std::vector<std::uint64_t> keys;
  std::vector<facts::Word> words;
  for (const auto& [rank, text] : sample_.texts()) {
    if (keys.size() >= kBlockWords * kMostBlocks) break;
    words.clear();
    facts::append_words(text, words);
    for (const facts::Word& word : words)
      keys.push_back(word.key);
  }
  const std::array<Measured, 5> diversity = measure_words(keys);
  std::copy(diversity.begin(), diversity.end(), &at(out, Trait::kDistinct1));
  at(out, Trait::kVendi) = measure_directions(directions_);
  return out;
}

std::string_view SetTraits::form() const {
  const auto most = [](std::uint64_t part, std::uint64_t whole) { return 2 * part > whole; };
  if (most(several_turns_, pairs_)) return "dialogue";
  if (most(with_code_, answered_)) return "code";
  return most(with_digits_, answered_) ? "maths" : "general";
}

}  // namespace bmo::metrics
