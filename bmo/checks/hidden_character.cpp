// Finds characters that no reader sees.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/hidden.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

std::string hex_of(char32_t code_point) {
  std::string out;
  for (int shift = code_point > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4)
    out += "0123456789ABCDEF"[code_point >> static_cast<unsigned>(shift) & 15U];
  return out;
}

constexpr Fault kFaults[] = {
    {"hidden_text", 20}, {"direction_mark", 12}, {"control_character", 5}, {"zero_width", 5}};

struct HiddenCharacter {
  static constexpr CheckCard card{
      .id = "hidden_character",
      .code = "W_HIDDEN",
      .title = "A text holds invisible or control characters",
      .why =
          "Control characters, zero-width characters and marks that turn the writing direction "
          "are seen by a tokenizer and by nobody who proofreads. Some are leftovers, some hide "
          "instructions.",
      .fix = "Remove them; where a script needs a joiner, keep it.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"Seven.\n\tIt is odd."})",
      .bad = R"({"instruction":"Name a prime.","response":"Sev\u200ben."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      if ((text.bytes & (facts::kControlByte | facts::kHiddenLeadByte)) == 0) return;
      if (is_blank(text.text)) return;  // Told by empty_field.
      const Hidden hidden = find_hidden(text.text);
      if (hidden.kind == HiddenKind::kSeen) return;
      sink.report(row, kFaults[static_cast<std::size_t>(hidden.kind)],
                  place_of(batch, row, text.index),
                  "found U+" + hex_of(hidden.code_point) + " at byte " + std::to_string(hidden.at) +
                      " of the text");
    });
  }
};

}  // namespace

const CheckEntry& hidden_character() {
  return entry<HiddenCharacter>();
}

}  // namespace bmo::checks
