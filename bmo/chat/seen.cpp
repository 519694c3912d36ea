// Renders a pair, encodes the text, and maps the assistant's bytes to tokens.
#include "bmo/chat/seen.hpp"

#include <algorithm>

#include "bmo/chat/answer_ranges.hpp"

namespace bmo::chat {
namespace {

/// The token that holds the byte, or none: templates mark characters, trainers train the tokens
/// that hold them.
std::optional<std::uint32_t> token_at(std::span<const Token> tokens, std::uint64_t byte) {
  const auto after =
      std::upper_bound(tokens.begin(), tokens.end(), byte,
                       [](std::uint64_t at, const Token& token) { return at < token.begin; });
  if (after == tokens.begin()) return std::nullopt;
  // Several tokens may stand for one byte: the bytes of one character, or a space put before a
  // word. The first that holds it is meant.
  auto found = after - 1;
  while (found != tokens.begin() && ((found - 1)->begin == found->begin || (found - 1)->end > byte))
    --found;
  found = std::find_if(found, after, [byte](const Token& token) { return byte < token.end; });
  if (found == after) return std::nullopt;
  return static_cast<std::uint32_t>(found - tokens.begin());
}

/// The first byte of the character before `end`.
std::uint64_t last_character(std::string_view text, std::uint64_t end) {
  std::uint64_t at = end - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  return at;
}

void add_range(const SeenPair& seen, const ByteRange& bytes, std::vector<TokenRange>& out) {
  if (bytes.begin >= bytes.end) return;
  const auto first = token_at(seen.tokens, bytes.begin);
  const auto last = token_at(seen.tokens, last_character(seen.text, bytes.end));
  if (!first || !last || *last < *first) return;
  const std::uint32_t from = out.empty() ? *first : std::max(*first, out.back().end);
  if (from <= *last) out.push_back({from, *last + 1});
}

bool ends_in_special(const SeenPair& seen, const Tokenizer& tokenizer, std::string_view eos) {
  if (seen.trained.empty()) return false;
  std::uint32_t at = seen.trained.back().end;
  // A line end behind the stop token is trained by some templates; it stops nothing.
  while (at-- > seen.trained.back().begin) {
    const Token& token = seen.tokens[at];
    const std::string_view text =
        std::string_view(seen.text).substr(token.begin, token.end - token.begin);
    if (text.find_first_not_of(" \n\r\t") == std::string_view::npos) continue;
    return tokenizer.special_at(text) == text || text == eos;
  }
  return false;
}

std::string joined(std::span<const Message> messages, std::vector<ByteRange>& answers) {
  std::string text;
  for (const Message& message : messages) {
    if (!text.empty()) text += '\n';
    const std::size_t begin = text.size();
    text += message.content;
    if (message.role == Role::kAssistant) answers.push_back({begin, text.size()});
  }
  return text;
}

}  // namespace

std::string_view mask_source_name(MaskSource source) {
  constexpr std::string_view kNames[] = {"none", "generation", "prefix", "content"};
  return kNames[static_cast<std::size_t>(source)];
}

std::uint64_t SeenPair::trained_tokens() const {
  std::uint64_t count = 0;
  for (const TokenRange& range : trained)
    count += range.end - range.begin;
  return count;
}

std::uint64_t SeenPair::trained_tokens_beyond(std::uint64_t cutoff) const {
  std::uint64_t count = 0;
  for (const TokenRange& range : trained) {
    if (range.end > cutoff) count += range.end - std::max<std::uint64_t>(range.begin, cutoff);
  }
  return count;
}

void SeenPair::clear() {
  text.clear();
  tokens.clear();
  trained.clear();
  mask = MaskSource::kNone;
  messages.clear();
  stop_trained = false;
  refusal.clear();
}

Viewer::Viewer(std::shared_ptr<const Tokenizer> tokenizer, std::shared_ptr<const ChatTemplate> chat,
               ViewOptions options)
    : tokenizer_(std::move(tokenizer)),
      chat_(std::move(chat)),
      encoder_(tokenizer_->encoder()),
      options_(options) {}

Result<Rendered> Viewer::render(std::span<const Message> messages, std::string_view tools,
                                bool add_generation_prompt) const {
  if (chat_) {
    return chat_->render(messages, tools,
                         {.add_generation_prompt = add_generation_prompt, .now = options_.now});
  }
  Rendered rendered;
  rendered.text = joined(messages, rendered.answers);
  return rendered;
}

Status Viewer::see(const Pair& pair, SeenPair& out) {
  out.clear();
  Result<Rendered> rendered = render(pair.messages, pair.tools, false);
  if (!rendered) {
    out.refusal = rendered.error().why;
    return ok();
  }
  out.text = std::move(rendered->text);
  BMO_TRY_AS(const std::span<const Token> tokens, encoder_->encode(out.text));
  out.tokens.assign(tokens.begin(), tokens.end());
  judge_messages(out.text, pair.messages, out.messages);
  const std::string_view eos = chat_ ? std::string_view(chat_->eos_token()) : std::string_view();
  AnswerRanges answers{std::move(rendered->answers), MaskSource::kContent};
  if (chat_ && chat_->marks_answers()) {
    answers.source = MaskSource::kGeneration;
  } else if (chat_) {
    answers = find_answers({.text = out.text,
                            .messages = pair.messages,
                            .tokenizer = *tokenizer_,
                            .eos_token = eos,
                            .prefix = [&](std::size_t count, bool begin_answer) {
                              Result<Rendered> prefix =
                                  render(pair.messages.first(count), pair.tools, begin_answer);
                              return prefix ? std::move(prefix->text) : std::string();
                            }});
  }
  for (const ByteRange& range : answers.ranges)
    add_range(out, range, out.trained);
  out.mask = out.trained.empty() ? MaskSource::kNone : answers.source;
  out.stop_trained = ends_in_special(out, *tokenizer_, eos);
  return ok();
}

Result<std::uint64_t> Viewer::count(const Pair& pair) {
  const Result<Rendered> rendered = render(pair.messages, pair.tools, false);
  if (!rendered) return std::uint64_t{0};
  BMO_TRY_AS(const std::size_t count, encoder_->count(rendered->text));
  return static_cast<std::uint64_t>(count);
}

}  // namespace bmo::chat
