// Tells whether a response is an answer to its instruction rather than to another one of the set.
//
// How alike the two must be depends on the set, so that a sample of it comes first: 64 of its
// responses and 64 of its instructions are what a pair is held against, word counts of the sample
// say which words tell something, and some 2,000 of its pairs are judged with their own and with
// another's response. Where the two can hardly be told apart, nothing is judged and the reason is
// told. An answer that many unlike questions of the sample share belongs to none of them, told
// apart or not.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/telling_words.hpp"
#include "bmo/embed/embed.hpp"

namespace bmo::checks {

/// Pairs of a set that the hash of their record has chosen: the same for any order, batches and
/// threads. At most 2,064 pairs of at most 10 KiB. Not thread-safe, but for what is said to be.
class CoherenceSample {
 public:
  /// Takes what ends in an answer of words.
  void add(const Batch& batch);
  void merge(const CoherenceSample& other);

  /// False: whatever pair the record holds would not be taken, so that nobody need read it. From
  /// any thread, while another one adds.
  bool may_take(const Record& record) const;

  struct Taken {
    std::uint64_t hash = 0;   ///< Of the pair.
    std::string instruction;  ///< Its first 2 KiB.
    std::string response;     ///< Its first 8 KiB.
    bool is_whole = false;    ///< That is all of the response.
  };
  /// In the order of their records' hashes.
  std::vector<Taken> taken() const;

 private:
  void take(std::uint64_t order, Taken pair);
  std::map<std::uint64_t, Taken> taken_;                     ///< By their records' hashes.
  std::unordered_map<std::uint64_t, std::uint64_t> orders_;  ///< Of each pair, by its own hash.
  std::atomic<std::uint64_t> last_{~std::uint64_t{0}};       ///< The greatest hash that counts.
};

/// What the self-test of a set found. Shares are of pairs that could be judged.
struct CoherenceTrial {
  std::size_t pairs = 0;         ///< That were looked at.
  std::size_t judged = 0;        ///< Of these, with words enough and in the encoder's language.
  double auc = 0;                ///< Own responses against those of another pair.
  double false_alarms = 0;       ///< Own responses that are called incoherent ...
  double hits = 0;               ///< ... and others'.
  double weak_false_alarms = 0;  ///< The same for weak or worse.
  double weak_hits = 0;
  std::size_t incoherent = 0;  ///< Pairs of the sample.
  std::size_t weak = 0;        ///< Without the incoherent ones.
  std::size_t shared = 0;      ///< Pairs whose answer unlike questions share; not looked at above.
  std::string off;             ///< Why nothing is judged; empty: it is.
};

/// How a response stands to its instruction. The limits are fitted to the built-in table: hits and
/// alarms as docs/validation.md has them.
struct CoherenceEvidence {
  float cosine = 0;
  float recall = 0;  ///< Of the instruction's telling words, by weight, in the response.
  float chance = 1;  ///< Share of the set's others that fit at least as well, on the worse side.
  bool can_be_judged = false;
  double score() const;
  bool is_incoherent() const { return can_be_judged && chance > 0.225F && recall < 0.12F; }
  bool is_weak() const { return may_be_weak() && chance > 0.10F; }
  /// False: it is sound whatever `cosine` and `chance` are, which need not be known then.
  bool may_be_weak() const { return can_be_judged && recall < kEnoughRecall; }
  static constexpr float kEnoughRecall = 0.22F;
};

/// Made once for a set. Thread-safe where its encoder is.
class Coherence {
 public:
  /// `encoder` is used as long as this lives.
  static Result<Coherence> prepare(const CoherenceSample& sample, const embed::Encoder& encoder);
  static const CheckCard& card();

  const CoherenceTrial& trial() const { return trial_; }
  bool is_on() const { return trial_.off.empty(); }
  /// Where it is off, answers that unlike questions share are found all the same.
  bool finds_any() const { return is_on() || !shared_.empty(); }

  /// Judges the exchanges of a batch; `facts` were computed with Need::kTexts. The rows that could
  /// be judged, ascending. Vectors are made of those alone that share few words.
  Result<std::vector<std::uint32_t>> inspect(const Batch& batch, const facts::Facts& facts,
                                             FindingSink& sink) const;

 private:
  struct Question {
    WordedText instruction;
    WordedText response;
    std::uint64_t hash = 0;
  };
  /// The vectors of both sides, row by row.
  struct Sides {
    embed::Vectors asked;
    embed::Vectors answered;
  };
  explicit Coherence(const embed::Encoder& encoder) : encoder_(&encoder) {}
  Status find_shared(std::span<const Question> questions);
  Result<bool> are_unlike(std::span<const Question> questions,
                          std::span<const std::size_t> asked) const;
  /// 0: its answer is its own.
  std::size_t shared_by(std::string_view response) const;
  void count_words(std::span<const Question> questions);
  Status fill_bank(std::span<const Question> questions);
  Status try_out(std::span<const Question> questions);
  std::vector<CoherenceEvidence> weigh(const Sides& sides, std::span<const Question> questions,
                                       std::size_t shift) const;
  Result<Sides> encode(std::span<const Question> questions) const;
  /// Adds cosines and chances to the evidence of these questions. `shift`: the response of each
  /// is that of the question so many rows further on.
  void compare(const Sides& sides, std::span<const Question> questions, std::size_t shift,
               std::span<CoherenceEvidence> out) const;
  float chance(const Sides& sides, std::size_t asked, std::size_t answered, std::uint64_t hash,
               float own) const;
  bool can_be_judged(const Question& question) const;

  const embed::Encoder* encoder_;
  WordWeights weights_;
  std::vector<std::uint64_t> bank_;
  embed::Vectors bank_instructions_;
  embed::Vectors bank_responses_;
  std::map<std::uint64_t, std::size_t> shared_;  ///< Hashes of answers -> pairs of the sample.
  std::size_t sampled_ = 0;
  CoherenceTrial trial_;
};

}  // namespace bmo::checks
