// Says what it means that an object has too many fields.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/examples.hpp"

namespace bmo::checks {
namespace {

constexpr auto kBad = wide_record<5000>();

struct TooManyKeys {
  static constexpr CheckCard card{
      .id = "too_many_keys",
      .code = "E_TOO_MANY_KEYS",
      .title = "An object has more than 4,096 fields",
      .why =
          "Each field becomes a column somewhere, so an object like this was most "
          "likely meant as a list, or made to slow readers down.",
      .fix =
          "Turn the object into a list of {\"name\": ..., \"value\": ...} objects, or "
          "keep it as one text field.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good = R"({"instruction":"Name a prime.","response":"Seven."})",
      .bad = {kBad.data(), kBad.size()},
  };
};

}  // namespace

const CheckEntry& too_many_keys() {
  return entry<TooManyKeys>();
}

}  // namespace bmo::checks
