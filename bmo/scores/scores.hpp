// One file for each number that says how sound a pair is, with a line for every point lost.
//
// A score counts defects, from 100 (none was found) downwards; it says nothing about how useful a
// pair is. Findings carry points for one component each; what a component can take is capped, so
// that one kind of fault does not hide another. A component that nobody evaluated has no score, and
// the soundness says by its evidence how much of it was.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/facts/facts.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::scores {

/// The most points that findings of each component take together; also its weight in the evidence.
inline constexpr std::array<std::uint16_t, kNumComponents> kCaps = {0, 40, 40, 40, 30};

/// Points at which a finding leaves nothing to score.
inline constexpr std::uint16_t kFatal = 100;

/// A set of components, one bit for each.
using Components = std::uint8_t;
constexpr Components bit_of(Component component) {
  return static_cast<Components>(1U << static_cast<unsigned>(component));
}

/// What the pairs of a batch lost, by component. Meaningless for quarantined records, whose
/// `evaluated` is empty.
struct Losses {
  std::vector<std::array<std::uint16_t, kNumComponents>> points;  ///< One per row, not capped.
  std::vector<Components> evaluated;                              ///< One per row.
};

/// Adds up the findings of a batch. `checked` are the components whose checks were run; a row
/// counts those of them that can be judged in it, and those that lost points.
void add_up(const Batch& batch, const facts::Facts& facts, Components checked, Losses& out);

struct ScoreCard {
  std::string_view id;
  std::string_view title;
  std::string_view why;  ///< What it says, and what it does not.
  double lowest = 0;
  double highest = 100;
};

/// A score is a struct with a card and a `value` of one row; kAbsent: not evaluated.
template <typename S>
concept Scores = requires(const S& score, const Losses& losses, std::size_t row) {
  { S::card } -> std::convertible_to<const ScoreCard&>;
  { score.value(losses, row) } -> std::same_as<double>;
};

struct ScoreEntry {
  const ScoreCard* card;
  void (*fill)(const Losses&, std::vector<double>& column);  ///< One value per row.
};

template <Scores S>
const ScoreEntry& entry() {
  static constexpr ScoreEntry kEntry{&S::card,
                                     +[](const Losses& losses, std::vector<double>& column) {
                                       column.resize(losses.points.size());
                                       for (std::size_t row = 0; row < column.size(); ++row)
                                         column[row] = S{}.value(losses, row);
                                     }};
  return kEntry;
}

/// Every score, by id. The build writes this table from the file names.
std::span<const ScoreEntry* const> all();

/// 100 less the capped points of one component, stretched over its cap; kAbsent where the row was
/// not evaluated for it.
double component_score(const Losses& losses, std::size_t row, Component component);

/// 100 less the capped points of all components; 0 where a finding is fatal.
double soundness_of(const std::array<std::uint16_t, kNumComponents>& points);

enum class Band : std::uint8_t { kAccept, kReview, kReject };
/// At least 85, at least 70, below.
Band band_of(double soundness);
/// "accept", "review", "reject".
std::string_view band_name(Band band);

/// One line of what a pair lost. `points` are negative for what a finding takes and positive for
/// what a cap gives back.
struct Line {
  int points = 0;
  Component component = Component::kNone;
  std::string text;
};

/// Why a row has its soundness: the lines of `points` add up to the soundness less 100.
std::vector<Line> explain_loss(const Batch& batch, std::size_t row);

}  // namespace bmo::scores
