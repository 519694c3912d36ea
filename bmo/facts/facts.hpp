// Works out once per batch what several checks, scores, dedup methods and metrics all ask of a
// pair.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bmo/facts/word_list.hpp"
#include "bmo/facts/word_marks.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::facts {

/// Facts that a card may ask for; what is needed of any check is worked out for all.
enum class Need : std::uint8_t {
  kNone = 0,
  kTexts = 1,  ///< Words of all messages, and which kinds of bytes they hold.
};

constexpr Need operator|(Need a, Need b) {
  return static_cast<Need>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

struct PairFacts {
  bool may_hold_markers = false;   ///< Some text of the pair holds '<' or '['.
  bool blank_response = false;     ///< The last assistant message is there and blank.
  bool blank_instruction = false;  ///< The last user message is there and blank.
  bool has_answer = false;         ///< It ends in an answer of words: not blank, no tool call.
  bool is_single =
      false;  ///< One question and one answer, and nothing before but a system message.
  std::uint32_t first_text = 0;  ///< Where the pair's messages begin in Facts::texts.
};

/// What one message holds; with Need::kTexts alone.
struct TextFacts {
  std::uint32_t first_word = 0;
  std::uint32_t num_words = 0;
  ByteKinds bytes = 0;
  Marks marks = kEveryText;
  bool may_be_foreign = false;  ///< As language.hpp asks it.
};

/// A message with its words. `index` counts the messages of the pair, then the rejected ones.
struct TextView {
  std::size_t index = 0;
  std::string_view text;
  std::span<const Word> words;
  ByteKinds bytes = 0;
  Marks marks = kEveryText;
  bool may_be_foreign = false;
};

/// The last question of a conversation and its answer. Borrows from the batch and from Facts.
struct Exchange {
  std::size_t row = 0;
  const Pair* pair = nullptr;
  TextView instruction;  ///< The last user message, with its input; empty where there is none.
  TextView response;
  std::string_view asked;  ///< The instruction without its input.
  std::string_view input;  ///< Empty where there is none.
  std::span<const Word> asked_words;
  std::span<const Word> input_words;
  bool is_single = false;  ///< The pair is this one exchange: nothing was said before.
};

/// One entry of `pairs` per record of the batch, in order; those of quarantined records are all
/// false. `texts` has one entry for each message of each other pair, then for each of its rejected
/// messages; `exchanges` one for each pair that ends in an answer of words.
struct Facts {
  std::vector<PairFacts> pairs;
  std::vector<TextFacts> texts;
  std::vector<Word> words;
  std::vector<Exchange> exchanges;
  Marks asked = kEveryText;  ///< Texts without any of these marks need not be looked at.

  std::span<const Word> words_of(const TextFacts& text) const {
    return std::span(words).subspan(text.first_word, text.num_words);
  }
};

/// Replaces `out`. Without needs about 0.1 ms per MB of text, with words about 4 ms. `marks`: lists
/// of words to look for in all messages.
void compute(const Batch& batch, Facts& out, Need needs = Need::kNone, const MarkTable& marks = {});

/// Does `text` hold '<' or '['?
bool may_hold_markers(std::string_view text);

}  // namespace bmo::facts
