// One pass over the texts of a batch.
#include "bmo/facts/facts.hpp"

#include "bmo/base/text.hpp"

namespace bmo::facts {
namespace {

constexpr std::size_t kBlock = 64;

/// A loop of known length without a branch, which compilers turn into vector instructions.
unsigned marks_in_block(const char* block) {
  unsigned char found = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    found = static_cast<unsigned char>(found | (block[i] == '<' ? 1U : 0U) |
                                       (block[i] == '[' ? 1U : 0U));
  }
  return found;
}

bool any_markers(std::span<const Message> messages) {
  for (const Message& message : messages) {
    if (may_hold_markers(message.content)) return true;
  }
  return false;
}

const Message* last_user(std::span<const Message> messages) {
  for (std::size_t i = messages.size(); i > 0; --i) {
    if (messages[i - 1].role == Role::kUser) return &messages[i - 1];
  }
  return nullptr;
}

PairFacts facts_of(const Pair& pair) {
  const Message* response = pair.response();
  const Message* instruction = last_user(pair.messages);
  return {
      .may_hold_markers = any_markers(pair.messages) || any_markers(pair.rejected),
      .blank_response = response != nullptr && is_blank(response->content),
      .blank_instruction = instruction != nullptr && is_blank(instruction->content),
  };
}

}  // namespace

bool may_hold_markers(std::string_view text) {
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    if (marks_in_block(text.data() + at) != 0) return true;
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '<' || text[at] == '[') return true;
  }
  return false;
}

void compute(const Batch& batch, Facts& out) {
  out.pairs.assign(batch.pairs.size(), PairFacts{});
  for (std::size_t row = 0; row < batch.pairs.size(); ++row) {
    if (batch.fates[row] != Fate::kQuarantined) out.pairs[row] = facts_of(batch.pairs[row]);
  }
}

}  // namespace bmo::facts
