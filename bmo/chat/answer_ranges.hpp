// Finds the assistant's words in a rendered conversation whose template does not mark them.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/chat/seen.hpp"

namespace bmo::chat {

struct AnswerSearch {
  std::string_view text;  ///< The whole conversation, rendered.
  std::span<const Message> messages;
  const Tokenizer& tokenizer;
  std::string_view eos_token;
  /// Renders the first messages; with or without what begins an answer. "" where it is refused.
  std::function<std::string(std::size_t count, bool begin_answer)> prefix;
};

/// Bytes of each answer with its stop token, in order.
struct AnswerRanges {
  std::vector<ByteRange> ranges;
  MaskSource source = MaskSource::kNone;
};

AnswerRanges find_answers(const AnswerSearch& search);

/// What became of each message's content in the text.
void judge_messages(std::string_view text, std::span<const Message> messages,
                    std::vector<MessageFate>& out);

}  // namespace bmo::chat
