// Judges two pairs whose instructions point the same way: same question? same answer?
//
// A cosine alone takes "Convert 5 Celsius to Fahrenheit" for its reverse and a number for another
// one. So amounts and frames must be equal (those that differ never meet), names must stand on both
// sides, what goes from one thing to another must go the same way, and the responses must agree.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bmo/dedup/close_pairs.hpp"
#include "bmo/dedup/compare.hpp"
#include "bmo/embed/embed.hpp"

namespace bmo::dedup {

/// Does one of the norms say "x to y" where the other says "y to x"? Also for into, from, than,
/// over, before, after, by and minus: what adds up words does not see their order.
bool is_turned_round(std::string_view a, std::string_view b);

/// Do two responses of like words contradict each other: one begins with yes and the other with no,
/// or each holds a number that the other has not?
bool contradict(std::string_view a, std::string_view b);

/// Used by one thread.
class MeaningJudge {
 public:
  /// `encoding` is held while the encoder works, unless many threads may ask it.
  MeaningJudge(const Work& work, const Survey& survey, std::mutex& encoding)
      : work_(work), survey_(survey), comparer_(work, survey), encoding_(encoding) {}

  /// Appends the edges among `pairs`, whose numbers are rows.
  Status judge(std::span<const ClosePair> pairs, std::vector<Edge>& edges);

 private:
  struct Asked {
    Edge edge;
    bool may_agree = false;
    std::size_t answer_a = 0;  ///< Among the texts to be encoded; equal where there is no need.
    std::size_t answer_b = 0;
    std::size_t question_a = 0;  ///< The same, for the verifier.
    std::size_t question_b = 0;
  };

  Status look_at(const ClosePair& pair, std::vector<Asked>& asked);
  /// Texts to be encoded, one for each row.
  struct Kept {
    std::vector<std::string> texts;
    std::unordered_map<Row, std::size_t> places;
  };
  std::size_t keep(Row row, std::string_view norm, Kept& kept) const;
  Status encode(const embed::Encoder& encoder, bool in_parallel,
                const std::vector<std::string>& texts, embed::Vectors& out) const;
  bool is_refused(const Asked& one) const;

  const Work& work_;
  const Survey& survey_;
  Comparer comparer_;
  std::mutex& encoding_;
  Kept answers_;
  embed::Vectors answer_vectors_;
  Kept questions_;
  embed::Vectors question_vectors_;
};

}  // namespace bmo::dedup
