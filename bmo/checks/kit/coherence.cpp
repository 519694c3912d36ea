// Cosine, recall of words and a rank among the set's others (rank tests: Wilcoxon, 1945).
#include "bmo/checks/kit/coherence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bmo/base/hash.hpp"
#include "bmo/checks/kit/walk.hpp"
#include "bmo/embed/rows.hpp"
#include "bmo/facts/language.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kBank = 64;
constexpr std::size_t kTrial = 2000;
constexpr std::size_t kLeastJudged = 200;
constexpr std::size_t kMostBytes = 2048;
constexpr std::size_t kMostOfResponse = 8192;
constexpr std::size_t kLeastWords = 5;
constexpr double kLeastAuc = 0.92;
constexpr std::uint64_t kSeed = 0x636F68657265;
/// An answer is a set's where at least so many of its sampled pairs have it, and one in a hundred.
constexpr std::size_t kLeastShared = 10;
constexpr std::size_t kMostCompared = 64;
/// Ways to put one question are nearer than that.
constexpr float kUnlike = 0.4F;
constexpr float kUnlikeChance = 0.25F;

constexpr Fault kFaults[] = {{.name = "incoherent", .points = 35},
                             {.name = "weak", .points = 12},
                             {.name = "shared_answer", .points = 35}};

/// At most so many bytes, cut between characters.
std::string_view beginning(std::string_view text, std::size_t most = kMostBytes) {
  std::size_t size = std::min(text.size(), most);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;
  return text.substr(0, size);
}

std::uint64_t pair_hash(std::string_view instruction, std::string_view response) {
  return hash64(beginning(response), hash64(beginning(instruction), kSeed));
}

/// Records that are nowhere but in memory stand under their pair's hash.
std::uint64_t order_of(const Record& record, std::uint64_t pair) {
  return record.raw.empty() ? pair : hash64(record.raw, kSeed);
}

const Message* last_question(const Pair& pair) {
  const Message* found = nullptr;
  for (const Message& message : pair.context())
    if (message.role == Role::kUser) found = &message;
  return found;
}

/// The chance that the first kind is greater than the second; ties count half.
double area(std::vector<double> own, std::vector<double> other) {
  std::sort(own.begin(), own.end());
  std::sort(other.begin(), other.end());
  double sum = 0;
  for (const double value : own) {
    const auto [first, last] = std::equal_range(other.begin(), other.end(), value);
    sum += static_cast<double>(first - other.begin()) + 0.5 * static_cast<double>(last - first);
  }
  const double pairs = static_cast<double>(own.size()) * static_cast<double>(other.size());
  return pairs > 0 ? sum / pairs : 0;
}

float median(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool has_words(std::span<const facts::Word> words) {
  std::size_t telling = 0;
  for (const facts::Word& word : words) {
    telling += is_telling(word) ? 1U : 0U;
    if (telling == kLeastWords) return true;
  }
  return false;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string two_digits(double value) {
  const auto hundredths = static_cast<int>(std::lround(value * 100));
  const std::string digits = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (digits.size() < 2 ? "0" : "") + digits;
}

std::string detail_of(const CoherenceEvidence& evidence) {
  return "cosine " + two_digits(evidence.cosine) + "; " +
         std::to_string(std::lround(evidence.recall * 100)) +
         " % of the instruction's words come back; " +
         std::to_string(std::lround(evidence.chance * 100)) + " % of other pairs fit as well";
}

WordedText worded(std::string_view text, std::span<const facts::Word> words) {
  return {.text = text, .words = words, .may_be_foreign = facts::may_be_foreign(text, words)};
}

WordedText worded(const TextView& view) {
  return {.text = view.text, .words = view.words, .may_be_foreign = view.may_be_foreign};
}

}  // namespace

void CoherenceSample::add(const Batch& batch) {
  each_pair(batch, [&](std::size_t row, const Pair& pair) {
    const Message* response = pair.response();
    const Message* question = last_question(pair);
    if (response == nullptr || question == nullptr || !response->tool_calls.empty()) return;
    if (!may_take(batch.records[row])) return;
    const std::uint64_t hash = pair_hash(question->content, response->content);
    take(order_of(batch.records[row], hash),
         {.hash = hash,
          .instruction = std::string(beginning(question->content)),
          .response = std::string(beginning(response->content, kMostOfResponse)),
          .is_whole = response->content.size() <= kMostOfResponse});
  });
}

void CoherenceSample::merge(const CoherenceSample& other) {
  for (const auto& [order, pair] : other.taken_)
    take(order, pair);
}

bool CoherenceSample::may_take(const Record& record) const {
  return record.raw.empty() || order_of(record, 0) < last_.load(std::memory_order_relaxed);
}

/// The same pair is taken once, under the least of its records' hashes.
void CoherenceSample::take(std::uint64_t order, Taken pair) {
  const auto [known, is_new] = orders_.try_emplace(pair.hash, order);
  if (!is_new) {
    if (known->second <= order) return;
    taken_.erase(known->second);
    known->second = order;
  }
  taken_.insert_or_assign(order, std::move(pair));
  if (taken_.size() <= kBank + kTrial) return;
  orders_.erase(taken_.rbegin()->second.hash);
  taken_.erase(std::prev(taken_.end()));
  last_.store(taken_.rbegin()->first, std::memory_order_relaxed);
}

std::vector<CoherenceSample::Taken> CoherenceSample::taken() const {
  std::vector<Taken> out;
  out.reserve(taken_.size());
  for (const auto& [order, pair] : taken_)
    out.push_back(pair);
  return out;
}

double CoherenceEvidence::score() const {
  return 2.0 * cosine + 2.0 * recall - 1.5 * std::log10(static_cast<double>(chance));
}

const CheckCard& Coherence::card() {
  static constexpr CheckCard kCard{
      .id = "incoherent",
      .code = "W_INCOHERENT",
      .title = "The response hardly belongs to its instruction",
      .why =
          "It shares few words with the instruction and is no nearer to it than responses to "
          "other instructions of the set are: columns may have been shifted, or rows mixed up. "
          "A swap with a question on the same subject is mostly not seen.",
      .fix = "Compare the rows before and after with the source; remove what does not match.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kCoherence,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
  };
  return kCard;
}

Result<Coherence> Coherence::prepare(const CoherenceSample& sample, const embed::Encoder& encoder) {
  const std::vector<CoherenceSample::Taken> taken = sample.taken();
  std::vector<std::vector<facts::Word>> words(2 * taken.size());
  std::vector<Question> questions;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const std::string_view response = beginning(taken[i].response);
    facts::append_words(taken[i].instruction, words[2 * i]);
    facts::append_words(response, words[2 * i + 1]);
    questions.push_back({worded(taken[i].instruction, words[2 * i]),
                         worded(response, words[2 * i + 1]), taken[i].hash});
  }
  Coherence out(encoder);
  out.count_words(questions);
  const std::size_t bank = std::min(kBank, questions.size());
  BMO_TRY(out.fill_bank(std::span(questions).first(bank)));
  BMO_TRY(out.find_shared(questions));
  std::vector<Question> tried(questions.begin() + static_cast<std::ptrdiff_t>(bank),
                              questions.end());
  std::erase_if(tried, [&out](const Question& question) {
    return out.shared_by(question.response.text) != 0;
  });
  BMO_TRY(out.try_out(tried));
  return out;
}

Status Coherence::find_shared(std::span<const Question> questions) {
  std::map<std::uint64_t, std::vector<std::size_t>> askers;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const WordedText& response = questions[i].response;
    if (has_words(response.words)) askers[hash64(response.text)].push_back(i);
  }
  sampled_ = questions.size();
  const std::size_t least = std::max(kLeastShared, questions.size() / 100);
  for (const auto& [answer, asked] : askers) {
    if (asked.size() < least) continue;
    BMO_TRY_AS(const bool unlike, are_unlike(questions, asked));
    if (!unlike) continue;
    shared_.emplace(answer, asked.size());
    trial_.shared += asked.size();
  }
  return ok();
}

/// Is each question as far from the next as from any of the set, and not just another way to put
/// it?
Result<bool> Coherence::are_unlike(std::span<const Question> questions,
                                   std::span<const std::size_t> asked) const {
  std::vector<std::string_view> texts;
  for (const std::size_t i : asked.first(std::min(asked.size(), kMostCompared)))
    texts.push_back(questions[i].instruction.text);
  embed::Vectors vectors;
  BMO_TRY(encoder_->encode(texts, vectors));
  std::vector<float> cosines;
  std::vector<float> chances;
  cosines.reserve(texts.size());
  chances.reserve(texts.size());
  for (std::size_t i = 1; i < texts.size(); ++i) {
    const float own = embed::cosine(vectors, i - 1, vectors, i);
    std::size_t nearer = 0;
    for (std::size_t other = 0; other < bank_.size(); ++other)
      nearer += embed::cosine(vectors, i, bank_instructions_, other) >= own ? 1U : 0U;
    cosines.push_back(own);
    chances.push_back(static_cast<float>(nearer) / static_cast<float>(bank_.size()));
  }
  return median(cosines) < kUnlike && median(chances) > kUnlikeChance;
}

std::size_t Coherence::shared_by(std::string_view response) const {
  if (shared_.empty()) return 0;
  const auto found = shared_.find(hash64(beginning(response)));
  return found == shared_.end() ? 0 : found->second;
}

/// How many texts of the sample have a word gives it its weight.
void Coherence::count_words(std::span<const Question> questions) {
  std::vector<std::uint64_t> keys;  // Of all texts, each text's once.
  const auto add = [&](const WordedText& side) {
    const std::size_t first = keys.size();
    for (const facts::Word& word : side.words)
      if (is_telling(word)) keys.push_back(word.key);
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, keys.end());
    keys.erase(std::unique(begin, keys.end()), keys.end());
  };
  for (const Question& question : questions) {
    add(question.instruction);
    add(question.response);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<WordWeights::Count> counts;
  for (const std::uint64_t key : keys) {
    if (counts.empty() || counts.back().key != key) counts.push_back({.key = key});
    ++counts.back().texts;
  }
  weights_.fill(counts, 2 * questions.size());
}

Status Coherence::fill_bank(std::span<const Question> questions) {
  std::vector<std::string_view> instructions;
  std::vector<std::string_view> responses;
  for (const Question& question : questions) {
    bank_.push_back(question.hash);
    instructions.push_back(question.instruction.text);
    responses.push_back(question.response.text);
  }
  BMO_TRY(encoder_->encode(instructions, bank_instructions_));
  return encoder_->encode(responses, bank_responses_);
}

bool Coherence::can_be_judged(const Question& question) const {
  if (!has_words(question.response.words) || question.instruction.words.empty()) return false;
  const std::string& language = encoder_->card().language;
  if (language.empty()) return true;
  const auto is_foreign = [&](const WordedText& side) {
    if (!side.may_be_foreign) return false;
    const std::string_view found = facts::language_of(side.text, side.words);
    return !found.empty() && found != language;
  };
  return !is_foreign(question.response) && !is_foreign(question.instruction);
}

/// The greater of the two sides' (1 + how many others fit as well) / (1 + how many others).
float Coherence::chance(const Sides& sides, std::size_t asked, std::size_t answered,
                        std::uint64_t hash, float own) const {
  std::array<std::int32_t, kBank> with_responses{};
  std::array<std::int32_t, kBank> with_instructions{};
  const std::size_t bank = bank_.size();
  embed::multiply_rows(sides.asked.row(asked), bank_responses_.values,
                       std::span(with_responses).first(bank));
  embed::multiply_rows(sides.answered.row(answered), bank_instructions_.values,
                       std::span(with_instructions).first(bank));
  std::size_t others = 1;
  std::size_t responses = 1;
  std::size_t instructions = 1;
  for (std::size_t i = 0; i < bank; ++i) {
    if (bank_[i] == hash) continue;
    ++others;
    const float response = static_cast<float>(with_responses[i]) *
                           sides.asked.inverse_norms[asked] * bank_responses_.inverse_norms[i];
    const float instruction = static_cast<float>(with_instructions[i]) *
                              bank_instructions_.inverse_norms[i] *
                              sides.answered.inverse_norms[answered];
    responses += response >= own ? 1U : 0U;
    instructions += instruction >= own ? 1U : 0U;
  }
  return static_cast<float>(std::max(responses, instructions)) / static_cast<float>(others);
}

Result<Coherence::Sides> Coherence::encode(std::span<const Question> questions) const {
  std::vector<std::string_view> instructions;
  std::vector<std::string_view> responses;
  for (const Question& question : questions) {
    instructions.push_back(beginning(question.instruction.text));
    responses.push_back(beginning(question.response.text));
  }
  Sides out;
  BMO_TRY(encoder_->encode(instructions, out.asked));
  BMO_TRY(encoder_->encode(responses, out.answered));
  return out;
}

void Coherence::compare(const Sides& sides, std::span<const Question> questions, std::size_t shift,
                        std::span<CoherenceEvidence> out) const {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::size_t answered = (i + shift) % questions.size();
    out[i].cosine = embed::cosine(sides.asked, i, sides.answered, answered);
    out[i].chance = chance(sides, i, answered, questions[i].hash, out[i].cosine);
  }
}

std::vector<CoherenceEvidence> Coherence::weigh(const Sides& sides,
                                                std::span<const Question> questions,
                                                std::size_t shift) const {
  std::vector<CoherenceEvidence> out(questions.size());
  compare(sides, questions, shift, out);
  WordRecall recall(weights_);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    out[i].can_be_judged = can_be_judged(questions[i]);
    out[i].recall = recall.of(questions[i].instruction, questions[i].response);
  }
  return out;
}

Status Coherence::try_out(std::span<const Question> questions) {
  trial_.pairs = questions.size();
  BMO_TRY_AS(const Sides sides, encode(questions));
  const std::vector<CoherenceEvidence> own = weigh(sides, questions, 0);
  std::vector<Question> rotated(questions.begin(), questions.end());
  for (std::size_t i = 0; i < rotated.size(); ++i) {
    rotated[i].response = questions[(i + 1) % questions.size()].response;
    rotated[i].hash = 0;
  }
  const std::vector<CoherenceEvidence> other = weigh(sides, rotated, 1);
  std::vector<double> scores;
  std::vector<double> other_scores;
  std::size_t strict_hits = 0;
  std::size_t weak_hits = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i].can_be_judged) scores.push_back(own[i].score());
    if (other[i].can_be_judged) other_scores.push_back(other[i].score());
    trial_.incoherent += own[i].is_incoherent() ? 1U : 0U;
    trial_.weak += own[i].is_weak() && !own[i].is_incoherent() ? 1U : 0U;
    strict_hits += other[i].is_incoherent() ? 1U : 0U;
    weak_hits += other[i].is_weak() || other[i].is_incoherent() ? 1U : 0U;
  }
  trial_.judged = scores.size();
  trial_.false_alarms = share(trial_.incoherent, scores.size());
  trial_.weak_false_alarms = share(trial_.incoherent + trial_.weak, scores.size());
  trial_.hits = share(strict_hits, other_scores.size());
  trial_.weak_hits = share(weak_hits, other_scores.size());
  trial_.auc = area(scores, other_scores);
  if (scores.size() < kLeastJudged) {
    trial_.off = "too few pairs to try it out: " + std::to_string(scores.size()) +
                 " that can be judged, " + std::to_string(kLeastJudged) + " are needed";
    if (trial_.shared != 0) {
      trial_.off +=
          "; " + std::to_string(trial_.shared) + " have an answer that unlike questions share";
    }
  } else if (trial_.auc < kLeastAuc) {
    trial_.off = "responses of this set and those of other pairs are told apart too badly: AUC " +
                 two_digits(trial_.auc) + ", 0.92 is needed";
  }
  return ok();
}

Result<std::vector<std::uint32_t>> Coherence::inspect(const Batch& batch, const facts::Facts& facts,
                                                      FindingSink& sink) const {
  std::vector<std::uint32_t> judged;
  if (!finds_any()) return judged;
  WordRecall recall(weights_);
  std::vector<Question> suspects;
  std::vector<CoherenceEvidence> evidence;
  std::vector<const facts::Exchange*> places;
  for (const facts::Exchange& exchange : facts.exchanges) {
    if (const std::size_t sharing = shared_by(exchange.response.text); sharing != 0) {
      judged.push_back(static_cast<std::uint32_t>(exchange.row));
      sink.report(exchange.row, kFaults[2], place_of(batch, exchange.row, exchange.response.index),
                  "unlike questions share this answer: " + std::to_string(sharing) + " of " +
                      std::to_string(sampled_) + " sampled pairs have it");
      continue;
    }
    if (!is_on()) continue;
    Question question{worded(exchange.instruction), worded(exchange.response)};
    if (!can_be_judged(question)) continue;
    judged.push_back(static_cast<std::uint32_t>(exchange.row));
    const CoherenceEvidence found{.recall = recall.below(CoherenceEvidence::kEnoughRecall,
                                                         question.instruction, question.response),
                                  .can_be_judged = true};
    if (!found.may_be_weak()) continue;
    question.hash = pair_hash(exchange.instruction.text, exchange.response.text);
    suspects.push_back(question);
    evidence.push_back(found);
    places.push_back(&exchange);
  }
  BMO_TRY_AS(const Sides sides, encode(suspects));
  compare(sides, suspects, 0, evidence);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const bool is_incoherent = evidence[i].is_incoherent();
    if (!is_incoherent && !evidence[i].is_weak()) continue;
    sink.report(places[i]->row, kFaults[is_incoherent ? 0 : 1],
                place_of(batch, places[i]->row, places[i]->response.index), detail_of(evidence[i]));
  }
  return judged;
}

}  // namespace bmo::checks
