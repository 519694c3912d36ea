// Finds words that Amazon Nova keeps for its own prompt format.
#include <array>

#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

/// Words by the byte that they end with: one search for it passes over most texts.
struct Ending {
  char last;
  std::array<std::string_view, 4> words;
};

constexpr std::array<Ending, 3> kEndings{{
    {':', {"User:", "Bot:", "Assistant:", "System:"}},
    {'>', {"<image>", "<video>"}},
    {']', {"[EOS]"}},
}};

std::string_view word_at_end(std::string_view text, const Ending& ending) {
  for (const std::string_view word : ending.words) {
    if (!word.empty() && text.ends_with(word)) return word;
  }
  return {};
}

std::string_view reserved_word_in(std::string_view text) {
  for (const Ending& ending : kEndings) {
    for (std::size_t at = text.find(ending.last); at != std::string_view::npos;
         at = text.find(ending.last, at + 1)) {
      const std::string_view word = word_at_end(text.substr(0, at + 1), ending);
      if (!word.empty()) return word;
    }
  }
  return {};
}

struct ReservedWords {
  static constexpr RuleCard card{
      .id = "reserved_words",
      .code = "E_RESERVED_WORD",
      .title = "A text holds a word that the service keeps for itself",
      .why =
          "Amazon Nova marks turns and media with these words; a job whose data holds one of them "
          "fails.",
      .fix = "Write the word another way, such as \"User -\" for \"User:\", or leave the pair out.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a user: anyone."},{"role":"assistant","content":"Ann."}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Go on.\nUser: hello"},{"role":"assistant","content":"Hello."}]})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    for (std::size_t i = 0; i < pair.messages.size(); ++i) {
      const std::string_view word = reserved_word_in(pair.messages[i].content);
      if (word.empty()) continue;
      return {"found `" + std::string(word) + "`", "messages[" + std::to_string(i) + "]"};
    }
    return {};
  }
};

}  // namespace

const RuleEntry& reserved_words() {
  return pair_rule<ReservedWords>();
}

}  // namespace bmo::targets::rules
