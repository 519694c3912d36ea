// Finds instructions and answers in capitals.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// More than 20 letters, four of five of them capitals.
bool is_shouted(std::string_view text) {
  constexpr std::size_t kAtOnce = 128;
  std::size_t upper = 0;
  std::size_t lower = 0;
  for (std::size_t at = 0; at < text.size(); at += kAtOnce) {
    std::uint8_t uppers = 0;
    std::uint8_t lowers = 0;
    for (const char c : text.substr(at, kAtOnce)) {
      uppers = static_cast<std::uint8_t>(uppers + (c >= 'A' && c <= 'Z' ? 1 : 0));
      lowers = static_cast<std::uint8_t>(lowers + (c >= 'a' && c <= 'z' ? 1 : 0));
    }
    upper += uppers;
    lower += lowers;
    if (lower > 64 && lower > upper) return false;  // Most texts are settled by their beginning.
  }
  return upper + lower > 20 && upper > 4 * lower;
}

struct Shouting {
  static constexpr CheckCard card{
      .id = "shouting",
      .code = "W_SHOUTING",
      .title = "A text is written in capitals",
      .why =
          "Capitals are cut into other tokens than ordinary text, and the model learns to shout "
          "back.",
      .fix = "Write the text in ordinary case, unless capitals are what the pair is about.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .points = 5,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"Name a prime.","response":"SEVEN."})",
      .bad = R"({"instruction":"PLEASE TELL ME ABOUT A PRIME NUMBER.","response":"Seven is o)"
             R"(ne."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_exchange(batch, facts, [&](const Exchange& exchange) {
      if (exchange.asked_words.size() >= 4 && is_shouted(exchange.asked)) {
        sink.report(exchange.row, place_of(batch, exchange.row, exchange.instruction.index),
                    "most letters of the instruction are capitals");
      }
      if (exchange.response.words.size() >= 8 && is_shouted(exchange.response.text)) {
        sink.report(exchange.row, place_of(batch, exchange.row, exchange.response.index),
                    "most letters of the response are capitals");
      }
    });
  }
};

}  // namespace

const CheckEntry& shouting() {
  return entry<Shouting>();
}

}  // namespace bmo::checks
