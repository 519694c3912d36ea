// The figures of published sets, measured with this program, that a set is compared with.
#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::metrics {

/// The encoder that made the vectors of what is told of instructions: others do not compare.
inline constexpr std::string_view kProfileEncoder = "static";

/// What a profile holds of a set, in the order of its columns.
enum class Trait : std::uint8_t {
  kQuestionMedian,
  kQuestionP95,
  kAnswerMedian,
  kAnswerP95,
  kGrade,
  kCode,
  kLists,
  kSeveralTurns,
  kRepeatedQuestions,
  kRepeatedPairs,
  kDistinct1,
  kDistinct2,
  kDistinct3,
  kMtld,
  kHdd,
  kVendi,
  kSoundness,
  kBelow85,
  kCount
};
inline constexpr std::size_t kNumTraits = static_cast<std::size_t>(Trait::kCount);

struct TraitCard {
  std::string_view id;  ///< Of the figure in the chapter, and of the column in the file.
  std::string_view title;
  std::string_view unit;
};
const TraitCard& card_of(Trait trait);

struct SetProfile {
  std::string name;
  std::string form;  ///< "general", "code", "maths" or "dialogue".
  double pairs = 0;
  std::array<double, kNumTraits> values{};  ///< kAbsent: not known.
};

/// Reads tab-separated lines; lines that open with '#' are notes, the first other one names the
/// columns: name, form, pairs, then every trait's id. E_PROFILE (kBadData) where it is not so.
Result<std::vector<SetProfile>> read_profiles(std::string_view text);

/// Those that are part of the program: assets/profiles/published.tsv.
const std::vector<SetProfile>& published_profiles();

/// The range from the 10th to the 90th percentile of a trait among profiles, with linear
/// interpolation (type 7 of Hyndman & Fan), and the share of them that lie below `value`, ties
/// counted half.
struct Band {
  double low = 0;
  double high = 0;
  double rank = 0;        ///< 0 to 100.
  std::size_t count = 0;  ///< Profiles that have this trait.
};
Band band_of(std::span<const SetProfile* const> profiles, Trait trait, double value);

}  // namespace bmo::metrics
