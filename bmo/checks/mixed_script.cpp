// Finds words whose letters come from two alphabets that look alike.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Letters that look like Latin ones; π, µ, Δ and their like stand in words and units on purpose.
constexpr bool is_look_alike(char32_t c) {
  constexpr std::u32string_view kLookAlikes =
      U"\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0410\u0412\u0415\u041A"
      U"\u041C\u041D\u041E\u0420\u0421\u0422\u0425"
      U"\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A7\u03BF";
  return kLookAlikes.find(c) != std::u32string_view::npos;
}

bool is_mixed(std::string_view word) {
  bool latin = false;
  bool other = false;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    latin = latin || is_latin(c);
    other = other || is_look_alike(c);
  }
  return latin && other;
}

struct MixedScript {
  static constexpr CheckCard card{
      .id = "mixed_script",
      .code = "W_MIXED_SCRIPT",
      .title = "A word mixes letters of two alphabets",
      .why =
          "A Cyrillic or Greek letter stands among Latin ones that look the same. To a tokenizer "
          "it is another word; the like is used to get past filters.",
      .fix = "Write the word in one alphabet.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 5,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"What is pi?","response":"π is 3.14, Москва is a town."})",
      .bad = R"({"instruction":"Name a prime.","response":"Sеven."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      if ((text.bytes & facts::kGreekLeadByte) == 0) return;
      for (const Word& word : text.words) {
        // Letters beyond ASCII alone make no key of few bytes: look at words that have any.
        if (word.size < 3 || !is_mixed(word.in(text.text))) continue;
        sink.report(row, place_of(batch, row, text.index),
                    "found " + excerpt(word.in(text.text), 40) + " at byte " +
                        std::to_string(word.begin) + " of the text");
        return;
      }
    });
  }
};

}  // namespace

const CheckEntry& mixed_script() {
  return entry<MixedScript>();
}

}  // namespace bmo::checks
