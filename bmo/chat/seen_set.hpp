// Adds up what a trainer sees of a whole set; parts of a set can be added up apart and merged.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/chat/seen.hpp"

namespace bmo::chat {

/// What a sequence length does to the set.
struct CutoffSum {
  std::uint64_t cutoff = 0;
  std::uint64_t rows_cut = 0;
  std::uint64_t tokens_cut = 0;
  std::uint64_t answer_tokens_lost = 0;
  std::uint64_t rows_without_answer = 0;  ///< No trained token is left.
};

/// Rows laid end to end into sequences of one length, the longest first, each where it fits best.
struct Packing {
  std::uint64_t sequences = 0;
  double fill = 0;  ///< Share of the sequences' places that hold a token.
};

/// Equal for equal pairs in any order and any division.
class SeenSet {
 public:
  /// The usual cutoffs, and `cutoff` where one is asked for (0: none).
  explicit SeenSet(std::uint64_t cutoff = 0);

  void add(const SeenPair& seen, std::span<const Message> messages);
  void merge(const SeenSet& other);

  std::uint64_t pairs() const { return pairs_; }
  std::uint64_t rendered() const { return rendered_; }
  std::uint64_t tokens() const { return tokens_; }
  std::uint64_t trained_tokens() const { return trained_; }
  double mean() const;
  /// The least length that `share` of the pairs do not pass (nearest rank); 0 for an empty set.
  std::uint64_t percentile(double share) const;
  std::uint64_t longest() const { return lengths_.empty() ? 0 : lengths_.rbegin()->first; }

  const std::vector<CutoffSum>& cutoffs() const { return cutoffs_; }
  Packing pack(std::uint64_t cutoff) const;
  /// Steps of one epoch: `batch` rows (or packed sequences) each, the last may be smaller.
  static std::uint64_t steps(std::uint64_t rows, std::uint64_t batch);

  /// Pairs by how their trained tokens were found: "generation" -> 51200.
  const std::map<std::string, std::uint64_t>& masks() const { return masks_; }
  /// Messages that the template leaves out, by role; "system" -> 12.
  const std::map<std::string, std::uint64_t>& dropped() const { return dropped_; }
  const std::map<std::string, std::uint64_t>& changed() const { return changed_; }
  /// Pairs that the template refuses, by its own words (the first twenty, then "other").
  const std::map<std::string, std::uint64_t>& refusals() const { return refusals_; }
  /// Pairs with trained tokens whose last is no stop token.
  std::uint64_t without_stop() const { return without_stop_; }

 private:
  static constexpr std::size_t kMostRefusals = 20;
  void refuse(const std::string& why, std::uint64_t count);

  std::uint64_t pairs_ = 0;
  std::uint64_t rendered_ = 0;
  std::uint64_t tokens_ = 0;
  std::uint64_t trained_ = 0;
  std::uint64_t without_stop_ = 0;
  std::map<std::uint64_t, std::uint64_t> lengths_;  ///< Tokens of a pair -> pairs.
  std::vector<CutoffSum> cutoffs_;
  std::map<std::string, std::uint64_t> masks_;
  std::map<std::string, std::uint64_t> dropped_;
  std::map<std::string, std::uint64_t> changed_;
  std::map<std::string, std::uint64_t> refusals_;
};

}  // namespace bmo::chat
