// Says what it means that a record nests values too deep.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/examples.hpp"

namespace bmo::checks {
namespace {

constexpr auto kBad = nested_record<1100>();

struct TooDeep {
  static constexpr CheckCard card{
      .id = "too_deep",
      .code = "E_DEPTH",
      .title = "Values are nested deeper than 1,024 levels",
      .why =
          "Text nested this deep is no training data but a fault of the writer or an "
          "attempt to exhaust a reader; most JSON libraries refuse it far earlier.",
      .fix = "Flatten the value, or keep it as one text field.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = {kBad.data(), kBad.size()},
  };
};

}  // namespace

const CheckEntry& too_deep() {
  return entry<TooDeep>();
}

}  // namespace bmo::checks
