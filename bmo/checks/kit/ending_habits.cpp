// Counts of ends, a ratio for each way to end, and a budget of alarms.
#include "bmo/checks/kit/ending_habits.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/base/check.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/checks/kit/shown_end.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/facts/ending.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::checks {
namespace {

using facts::EndingSign;
using facts::EndingWay;

/// Shorter answers end as they like.
constexpr std::size_t kLeastWords = 13;
constexpr std::size_t kLeastCutWords = 40;
constexpr std::size_t kLeastAnswers = 200;
constexpr std::size_t kCuts = 4000;
/// So many times as often as whole answers must cut ones end in a way that is a fault.
constexpr double kLeastRatio = 6;
/// Of the set's answers, by all faults together.
constexpr double kMostAlarms = 0.005;
constexpr std::string_view kFault = "unusual_end";

const CheckEntry& check() {
  const auto found = std::ranges::find(all(), "truncated_response",
                                       [](const CheckEntry* entry) { return entry->card->id; });
  BMO_CHECK(found != all().end());
  return **found;
}

const Fault& fault() {
  static const Fault& kFound =
      *std::ranges::find(EndingHabits::card().faults, kFault, &Fault::name);
  return kFound;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// The first 40 to 95 % of a text, at the end of a character.
std::string_view cut(std::string_view text, std::uint64_t draw) {
  std::size_t size = text.size() * (400 + draw % 551) / 1000;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;
  return text.substr(0, size);
}

bool has_key(std::span<const facts::Word> words, std::uint64_t key) {
  return std::ranges::any_of(words, [key](const facts::Word& word) { return word.key == key; });
}

bool begins_one(const facts::Word& beginning, std::string_view text,
                std::span<const facts::Word> words) {
  return std::ranges::any_of(words, [&](const facts::Word& word) {
    return word.size > beginning.size &&
           facts::word_key(word.in(text).substr(0, beginning.size)) == beginning.key;
  });
}

}  // namespace

const CheckCard& EndingHabits::card() {
  return *check().card;
}

EndingHabits EndingHabits::learn(const CoherenceSample& sample) {
  EndingHabits out;
  std::vector<CoherenceSample::Taken> taken = sample.taken();
  std::erase_if(taken, [](const CoherenceSample::Taken& pair) {
    return !pair.is_whole || facts::count_words(pair.response, kLeastWords) < kLeastWords;
  });
  out.trial_.answers = taken.size();
  if (taken.size() < kLeastAnswers) {
    out.trial_.off = "too few answers";
    return out;
  }
  std::vector<std::vector<facts::Word>> words(2 * taken.size());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    facts::append_words(taken[i].instruction, words[2 * i]);
    facts::append_words(taken[i].response, words[2 * i + 1]);
    out.stock_.add(taken[i].instruction, words[2 * i]);
    out.stock_.add(taken[i].response, words[2 * i + 1]);
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const Answer answer{taken[i].instruction, taken[i].response, words[2 * i], words[2 * i + 1]};
    if (facts::judge_ending(answer.text) != facts::Ending::kWhole) {
      ++out.trial_.found;
      continue;
    }
    out.count_whole(answer);
    if (answer.words.size() >= kLeastCutWords) out.count_cuts(answer, taken[i].hash);
  }
  out.choose_faults();
  return out;
}

void EndingHabits::count_whole(const Answer& answer) {
  if (facts::is_signed_off(answer.text)) return;
  ++ways_[way_of(answer, facts::sign_of_ending(answer.text)).index()].whole;
}

void EndingHabits::count_cuts(const Answer& answer, std::uint64_t seed) {
  std::vector<facts::Word> words;
  const std::size_t times = std::max<std::size_t>(2, kCuts / trial_.answers);
  for (std::size_t i = 0; i < times; ++i) {
    const std::string_view text = cut(answer.text, hash64({}, seed + i));
    words.clear();
    facts::append_words(text, words);
    if (words.size() < kLeastWords) continue;
    ++trial_.cuts;
    if (facts::judge_ending(text) != facts::Ending::kWhole) {
      ++trial_.found_cuts;
      continue;
    }
    if (facts::is_signed_off(text)) continue;
    const Answer left{answer.asked, text, answer.asked_words, words};
    ++ways_[way_of(left, facts::sign_of_ending(text)).index()].cut;
  }
}

double EndingHabits::whole_ones(const Counts& way) const {
  const double found = share(trial_.found_cuts, trial_.cuts);
  const double cut_before = found > 0 ? static_cast<double>(trial_.found) / found : 0;
  const double expected = cut_before * share(way.cut, trial_.cuts);
  // As many as chance may give of these.
  return std::max(0.0, way.whole - expected - 2 * std::sqrt(expected));
}

double EndingHabits::ratio(const Counts& way) const {
  // Half an answer more, since a sample that has none does not say that there is none.
  const double whole = (whole_ones(way) + 0.5) / static_cast<double>(trial_.answers);
  return share(way.cut, trial_.cuts) / whole;
}

/// The ways that cut answers have most often before others, while there are alarms to spend.
void EndingHabits::choose_faults() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    if (ways_[i].cut > 0 && ratio(ways_[i]) >= kLeastRatio) order.push_back(i);
  }
  std::ranges::stable_sort(
      order, [this](std::size_t a, std::size_t b) { return ratio(ways_[a]) > ratio(ways_[b]); });
  double left = kMostAlarms * static_cast<double>(trial_.answers);
  for (const std::size_t i : order) {
    const double alarms = whole_ones(ways_[i]);
    if (alarms > left) continue;
    left -= alarms;
    ways_[i].is_fault = true;
    trial_.alarms += ways_[i].whole;
    trial_.unusual_cuts += ways_[i].cut;
    may_be_fault_[i / 2 % facts::kNumEndingSigns] = true;
  }
  if (trial_.unusual_cuts == 0) trial_.off = "cut answers end as whole ones do";
}

bool EndingHabits::may_be_fault(EndingSign sign) const {
  const auto may_be = [this](EndingSign one) {
    return may_be_fault_[static_cast<std::size_t>(one)];
  };
  if (sign != EndingSign::kWord) return may_be(sign);
  return may_be(sign) || may_be(EndingSign::kWordPart) || may_be(EndingSign::kRareWord);
}

EndingSign EndingHabits::kind_of_last_word(const Answer& answer) const {
  const facts::Word& last = answer.words.back();
  const auto before = answer.words.first(answer.words.size() - 1);
  if (stock_.has(last.key) || has_key(before, last.key) || has_key(answer.asked_words, last.key))
    return EndingSign::kWord;
  const bool is_part = stock_.has_beginning(last.key) || begins_one(last, answer.text, before) ||
                       begins_one(last, answer.asked, answer.asked_words);
  return is_part ? EndingSign::kWordPart : EndingSign::kRareWord;
}

EndingWay EndingHabits::way_of(const Answer& answer, EndingSign sign) const {
  if (sign == EndingSign::kWord) sign = kind_of_last_word(answer);
  return facts::way_of_ending(answer.text, sign);
}

std::string EndingHabits::detail_of(const EndingWay& way, std::string_view text) const {
  const Counts& counts = ways_[way.index()];
  std::string out = "ends with " + std::string(facts::sign_text(way.sign)) + ", in " +
                    std::string(facts::place_text(way.place));
  if (way.is_below_stops) out += " below lines with closing marks";
  return out + ", as " + std::to_string(counts.whole) + " of " + std::to_string(trial_.answers) +
         " sampled answers of the set do and " + std::to_string(counts.cut) + " of " +
         std::to_string(trial_.cuts) + " cut on trial: " + shown_end(text);
}

void EndingHabits::inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
  if (!is_on()) return;
  std::vector<bool> is_found(batch.size(), false);
  for (const Finding& finding : batch.findings) {
    if (finding.code == card().code) is_found[finding.row] = true;
  }
  for (const facts::Exchange& exchange : facts.exchanges) {
    if (is_found[exchange.row] || exchange.response.words.size() < kLeastWords) continue;
    const std::string_view text = exchange.response.text;
    const EndingSign sign = facts::sign_of_ending(text);
    if (!may_be_fault(sign)) continue;
    const EndingWay way = way_of(
        {exchange.instruction.text, text, exchange.instruction.words, exchange.response.words},
        sign);
    if (!ways_[way.index()].is_fault || facts::is_signed_off(text)) continue;
    sink.report(exchange.row, fault(), place_of(batch, exchange.row, exchange.response.index),
                detail_of(way, text));
  }
}

}  // namespace bmo::checks
