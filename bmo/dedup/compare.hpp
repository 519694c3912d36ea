// Judges two rows that may be near duplicates by their true similarity, the guards and the answers.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/survey.hpp"

namespace bmo::dedup {

/// One row as it is compared. Keeps memory for the next.
struct Compared {
  Row row = kNoRow;
  Fingerprint print;
  std::string held;
  Texts texts;                          ///< Borrows from `held` or the rows.
  std::vector<std::string_view> words;  ///< Of the instruction, sorted, once asked for.
  std::vector<std::uint64_t> shingles;  ///< Set of the instruction's skeleton.
  std::uint64_t stripped = 0;           ///< See Survey::Skeleton.
  std::vector<std::uint64_t> answer;    ///< Set of the response's skeleton, once asked for.
  bool has_words = false;
  bool has_answer = false;
};

/// Used by one thread. Remembers rows that it saw lately.
class Comparer {
 public:
  Comparer(const Work& work, const Survey& survey);

  /// The edge between two rows, if there is one at Options::floor. `a` and `b` in any order.
  /// `hinges` (may be nullptr) gets the words on which the verdict hangs: with the same answer of
  /// Survey::agrees it is the same in a larger set. None: it hangs on the two texts alone.
  Result<std::optional<Edge>> compare(Row a, Row b, Hinges* hinges = nullptr);

  /// Two rows as they were read; valid until the next call.
  struct Both {
    Compared* a = nullptr;
    Compared* b = nullptr;
  };
  /// What is there to judge by other means; nothing where names or rare words speak against it, as
  /// far as `guard` asks.
  enum class Guard : std::uint8_t { kNone, kNames, kAll };
  Result<std::optional<Both>> look(Row a, Row b, Guard guard);

 private:
  bool may_match(const Fingerprint& a, const Fingerprint& b) const;
  Result<Compared*> recall(Row row, const Fingerprint& print, std::size_t half);
  void read_answer(Compared& row);
  bool guards_agree(Compared& a, Compared& b, Guard guard, Hinges* hinges = nullptr);
  void find_hinges(Hinges& out) const;
  /// Sets the edge's similarity; do the responses agree?
  bool answers_agree(Compared& a, Compared& b, Edge& edge);

  const Work& work_;
  const Survey& survey_;
  std::vector<Compared> recent_;
  std::string skeleton_;
  std::vector<std::string_view> only_a_;
  std::vector<std::string_view> only_b_;
};

}  // namespace bmo::dedup
