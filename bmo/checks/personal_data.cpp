// Finds personal data: addresses, telephone, card and account numbers.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/personal.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"card_number", 15}, {"account_number", 15}, {"national_id", 15},
                             {"email", 10},       {"phone", 10},          {"ip_address", 5}};

struct PersonalData {
  static constexpr CheckCard card{
      .id = "personal_data",
      .code = "W_PII",
      .title = "A text holds personal data",
      .why =
          "A model may say back what it was trained on, to anybody. Numbers count where their "
          "own check digits hold; reserved example values count as well, since they stand where "
          "real ones did.",
      .fix =
          "Replace the value with a made-up one or with a mark such as [EMAIL], or remove the "
          "record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"7, or 4111111111111112 if you ask)"
              R"( me on 2024-01-31 at 10.5.3."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven, says anna.berg@example.com)"
             R"( about it."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      if ((text.bytes & (facts::kDigitByte | facts::kAtByte)) == 0) return;
      const Personal found = find_personal(text.text, text.bytes);
      if (!found) return;
      sink.report(row, kFaults[static_cast<std::size_t>(found.kind) - 1],
                  place_of(batch, row, text.index),
                  std::string(personal_name(found.kind)) + " at byte " + std::to_string(found.at) +
                      " of the text");
    });
  }
};

}  // namespace

const CheckEntry& personal_data() {
  return entry<PersonalData>();
}

}  // namespace bmo::checks
