// Puts a mark in place of keys and passwords.
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/kit/secrets.hpp"

namespace bmo::checks::fixes {
namespace {

FoundSecret find(std::string_view text) {
  std::vector<Word> words;
  facts::append_words(text, words);
  return find_secret(text, words);
}

struct MaskSecret {
  static constexpr FixCard card{
      .id = "mask_secret",
      .code = "W_SECRET",
      .title = "Put [SECRET] in place of keys and passwords",
      .why =
          "A model may say back what it was trained on. Whoever owns the key should change it all "
          "the same: it was in the source.",
      .safety = Safety::kWords,
      .order = 96,
      .before = R"({"instruction":"Name a prime.","response":"Seven; password=h7Kq92xLm0Zr works.)"
                R"("})",
      .after = R"({"instruction":"Name a prime.","response":"Seven; password=[SECRET] works."})",
  };

  static bool mend(std::string_view text, const TextPlace& /*place*/, std::string& out) {
    FoundSecret found = find(text);
    if (!found) return false;
    out = text;
    for (; found; found = find(out))
      out.replace(found.at, found.size, "[SECRET]");
    return true;
  }
};

}  // namespace

const FixEntry& mask_secret() {
  return fix_entry<MaskSecret>();
}

}  // namespace bmo::checks::fixes
