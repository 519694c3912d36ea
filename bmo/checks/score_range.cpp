// Says what it means that an imported score lies outside its scale.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct ScoreRange {
  static constexpr CheckCard card{
      .id = "score_range",
      .code = "E_RANGE",
      .title = "A score lies outside its scale",
      .why =
          "The mapping file gives this score a scale, and the value is not on it. "
          "Either the scale is wrong or the value is; a gate on it would decide by "
          "accident.",
      .fix =
          "Correct the value, or the scale of that score in the mapping file: scale = "
          "[LOW, HIGH].",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven.","judge":4})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.","judge":7})",
      .mapping = "[scores.judge]\npath = \"judge\"\nscale = [1, 5]\n",
  };
};

}  // namespace

const CheckEntry& score_range() {
  return entry<ScoreRange>();
}

}  // namespace bmo::checks
