// Finds characters that no reader sees.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

enum Kind : std::uint8_t { kHiddenText, kDirection, kControl, kZeroWidth, kSeen };

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Joiners belong to many scripts and to emoji; between ASCII letters they belong to none.
bool stands_in_latin(std::string_view text, std::size_t begin, std::size_t end) {
  const bool before = begin == 0 || is_ascii_letter(text[begin - 1]) || text[begin - 1] == ' ';
  return before && end < text.size() && is_ascii_letter(text[end]);
}

Kind kind_of(char32_t c, std::string_view text, std::size_t begin, std::size_t end) {
  if (c >= 0xE0000 && c <= 0xE007F) return kHiddenText;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return kDirection;
  if (c == 0x7F || (c >= 0x80 && c <= 0x9F) || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
    return kControl;
  if (c == 0x200B || c == 0x2060 || c == 0xFEFF) return kZeroWidth;
  if (c == 0x200C || c == 0x200D) return stands_in_latin(text, begin, end) ? kZeroWidth : kSeen;
  return kSeen;
}

struct Hidden {
  Kind kind = kSeen;
  char32_t code_point = 0;
  std::size_t at = 0;
};

/// The first hidden character of a text whose bytes may hold one.
Hidden find_hidden(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= ' ' && c < 0x7F) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const char32_t code_point = next_code_point(text, at);
    const Kind kind = kind_of(code_point, text, begin, at);
    if (kind != kSeen) return {kind, code_point, begin};
  }
  return {};
}

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
      if (hidden.kind == kSeen) return;
      sink.report(row, kFaults[hidden.kind], place_of(batch, row, text.index),
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
