// Puts marks in place of personal data.
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/personal.hpp"

namespace bmo::checks::fixes {
namespace {

std::string_view mark_of(PersonalKind kind) {
  constexpr std::string_view kMarks[] = {"",        "[CARD]",  "[IBAN]", "[ID]",
                                         "[EMAIL]", "[PHONE]", "[IP]"};
  return kMarks[static_cast<std::size_t>(kind)];
}

struct MaskPersonal {
  static constexpr FixCard card{
      .id = "mask_personal",
      .code = "W_PII",
      .title = "Put a mark such as [EMAIL] in place of personal data",
      .why =
          "A model may say back what it was trained on. The mark says what stood there, so that "
          "the "
          "sentence still reads.",
      .safety = Safety::kWords,
      .order = 95,
      .before = R"({"instruction":"Name a prime.","response":"Seven, says anna.berg@example.com)"
                R"( about it."})",
      .after = R"({"instruction":"Name a prime.","response":"Seven, says [EMAIL] about it."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    const facts::ByteKinds bytes = facts::byte_kinds(text);
    if ((bytes & (facts::kDigitByte | facts::kAtByte)) == 0) return false;
    Personal found = find_personal(text, bytes);
    if (!found) return false;
    out = text;
    for (; found; found = find_personal(out, bytes))
      out.replace(found.at, found.size, mark_of(found.kind));
    return true;
  }
};

}  // namespace

const FixEntry& mask_personal() {
  return fix_entry<MaskPersonal>();
}

}  // namespace bmo::checks::fixes
