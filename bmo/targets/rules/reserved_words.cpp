// Finds words that Amazon Nova keeps for its own prompt format.
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

constexpr std::string_view kWords[] = {
    "User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]"};

std::string_view reserved_word_in(std::string_view text) {
  if (text.find_first_of(":>]") == std::string_view::npos) return {};
  for (const std::string_view word : kWords) {
    if (text.find(word) != std::string_view::npos) return word;
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
