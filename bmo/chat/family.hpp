// One file for each model family: what its chat template does to a conversation, and about how many
// tokens a text has, for those who have no files of the model at hand.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/model/pair.hpp"

namespace bmo::chat {

/// Where a template takes a system prompt.
enum class SystemRule : std::uint8_t { kAnywhere, kFirst, kFolded, kRefused };
enum class TurnRule : std::uint8_t { kAnyOrder, kAlternating, kAnswerLast };
/// What becomes of a role that the template does not know, such as `tool` or `developer`.
enum class UnknownRole : std::uint8_t { kShown, kDropped, kRefused };
/// What a message without content becomes.
enum class NullContent : std::uint8_t { kPrintsNone, kEmpty, kRefused };

/// Tokens for each word, letter beyond a word's eighth, digit, ASCII sign, line end, CJK character
/// and other character: fitted by least squares on English, code and Chinese.
struct TokenRates {
  double word;
  double long_letter;
  double digit;
  double sign;
  double line_end;
  double cjk;
  double other;
  std::string_view error;  ///< How far off sums and single texts were when this was measured.
};

extern const TokenRates kLlama3Rates;
extern const TokenRates kQwenRates;
extern const TokenRates kSentencePieceRates;

struct FamilyCard {
  std::string_view id;     ///< Also the file's name: "llama_3_1".
  std::string_view title;  ///< "Llama 3.1 to 3.3"
  std::string_view turns;  ///< How a turn is written.
  std::string_view stop;   ///< The token that ends an answer.
  double base = 0;         ///< Tokens that every conversation gets.
  double per_message = 0;
  double per_answer = 0;      ///< More for each answer.
  double without_system = 0;  ///< More where the conversation has no system prompt.
  SystemRule system = SystemRule::kAnywhere;
  TurnRule order = TurnRule::kAnyOrder;
  UnknownRole unknown_role = UnknownRole::kShown;
  bool knows_tools = false;
  NullContent null_content = NullContent::kPrintsNone;
  bool trims = false;             ///< White space around a text is lost.
  bool forgets_thoughts = false;  ///< <think> parts before the last question are cut out.
  const TokenRates* rates = nullptr;
  std::string_view measured;  ///< How the overhead is known.
  std::string_view note;
};

template <typename F>
concept IsFamily = requires {
  { F::card } -> std::convertible_to<const FamilyCard&>;
};

struct FamilyEntry {
  const FamilyCard* card;
};

template <IsFamily F>
const FamilyEntry& family_entry() {
  static constexpr FamilyEntry kEntry{&F::card};
  return kEntry;
}

namespace families {
/// Every family, by id. The build writes this table from the file names.
std::span<const FamilyEntry* const> all();
}  // namespace families

/// The family of this id, or nullptr.
const FamilyCard* find_family(std::string_view id);

/// About how many tokens a text has; `rates.error` says how far that may be off.
double estimate_tokens(const TokenRates& rates, std::string_view text);
/// About how many tokens a conversation has, the template's own included.
double estimate_tokens(const FamilyCard& family, std::span<const Message> messages);

/// What the family's template would do wrong with this conversation, one sentence each: "the
/// template refuses a system prompt".
std::vector<std::string_view> family_problems(const FamilyCard& family,
                                              std::span<const Message> messages);

}  // namespace bmo::chat
