// What a trainer sees of one pair: the rendered text, its tokens, and which of them are trained.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/chat/template.hpp"
#include "bmo/chat/tokenizer.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::chat {

/// How it was found which tokens are trained.
enum class MaskSource : std::uint8_t {
  kNone,        ///< No answer was found in the text.
  kGeneration,  ///< The template marks it by {% generation %}.
  kPrefix,      ///< By rendering the conversation up to each answer.
  kContent,     ///< By looking for the answer's text: an earlier turn is rendered otherwise later.
};

/// "none", "generation", "prefix", "content".
std::string_view mask_source_name(MaskSource source);

enum class MessageFate : std::uint8_t {
  kShown,
  kChanged,  ///< A part is missing, as where a template cuts earlier thoughts out.
  kDropped,  ///< The text does not appear at all.
};

/// Tokens [begin, end).
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct SeenPair {
  std::string text;
  std::vector<Token> tokens;
  std::vector<TokenRange> trained;  ///< Ascending, not overlapping.
  MaskSource mask = MaskSource::kNone;
  std::vector<MessageFate> messages;  ///< One for each message of the pair.
  bool stop_trained = false;          ///< The last trained token is a special one: the model learns
                                      ///< where to stop.
  std::string refusal;                ///< The template's own words; empty: it was rendered.

  std::uint64_t trained_tokens() const;
  /// Trained tokens that lie beyond the first `cutoff` tokens.
  std::uint64_t trained_tokens_beyond(std::uint64_t cutoff) const;
  /// Forgets the pair, keeps the memory.
  void clear();
};

struct ViewOptions {
  std::optional<std::int64_t> now;  ///< What `strftime_now` shows; not given: the clock.
};

/// Looks at pairs one after another; one thread at a time.
class Viewer {
 public:
  /// Without a template the contents alone are counted, joined by line ends.
  Viewer(std::shared_ptr<const Tokenizer> tokenizer, std::shared_ptr<const ChatTemplate> chat,
         ViewOptions options = {});

  /// Replaces `out`. A conversation that the template refuses is no error: `out.refusal` says why.
  Status see(const Pair& pair, SeenPair& out);
  /// Only how many tokens it has; 0 where the template refuses.
  Result<std::uint64_t> count(const Pair& pair);

 private:
  Result<Rendered> render(std::span<const Message> messages, std::string_view tools,
                          bool add_generation_prompt) const;

  std::shared_ptr<const Tokenizer> tokenizer_;
  std::shared_ptr<const ChatTemplate> chat_;
  std::unique_ptr<Encoder> encoder_;
  ViewOptions options_;
};

}  // namespace bmo::chat
