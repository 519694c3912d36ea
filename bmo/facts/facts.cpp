// One pass over the texts of a batch.
#include "bmo/facts/facts.hpp"

#include <algorithm>
#include <cstring>

#include "bmo/base/text.hpp"
#include "bmo/facts/language.hpp"

namespace bmo::facts {
namespace {

// Sixteen bytes compared at once, in whatever vector registers the machine has.
using Lane = unsigned char __attribute__((vector_size(16)));
constexpr std::size_t kBlock = 4 * sizeof(Lane);

Lane load(const char* at) {
  Lane out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

Lane marks_in(Lane bytes) {
  const auto angle = bytes == static_cast<unsigned char>('<');
  const auto square = bytes == static_cast<unsigned char>('[');
  return reinterpret_cast<Lane>(angle | square);
}

bool marks_in_block(const char* block) {
  const Lane found = marks_in(load(block)) | marks_in(load(block + 16)) |
                     marks_in(load(block + 32)) | marks_in(load(block + 48));
  std::uint64_t halves[2];
  std::memcpy(halves, &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
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
  const bool is_blank_response = response != nullptr && is_blank(response->content);
  const auto questions = std::count_if(pair.messages.begin(), pair.messages.end(),
                                       [](const Message& m) { return m.role == Role::kUser; });
  const bool has_answer = response != nullptr && !is_blank_response && response->tool_calls.empty();
  return {
      .blank_response = is_blank_response,
      .blank_instruction = instruction != nullptr && is_blank(instruction->content),
      .has_answer = has_answer,
      .is_single = has_answer && questions == 1 && pair.messages.size() <= 3,
  };
}

bool any_markers(std::span<const Message> messages) {
  for (const Message& message : messages) {
    if (may_hold_markers(message.content)) return true;
  }
  return false;
}

/// As any_markers, where the kinds of bytes are known: of most texts they tell.
bool any_markers(const Pair& pair, std::span<const TextFacts> texts) {
  const bool has_opening = std::any_of(texts.begin(), texts.end(), [](const TextFacts& text) {
    return (text.bytes & kOpeningByte) != 0;
  });
  return has_opening && (any_markers(pair.messages) || any_markers(pair.rejected));
}

void add_texts(std::span<const Message> messages, const MarkTable& marks, Facts& out) {
  for (const Message& message : messages) {
    const std::size_t first = out.words.size();
    append_words(message.content, out.words);
    const auto words = std::span<const Word>(out.words).subspan(first);
    out.texts.push_back({.first_word = static_cast<std::uint32_t>(first),
                         .num_words = static_cast<std::uint32_t>(words.size()),
                         .bytes = byte_kinds(message.content),
                         .marks = marks.of(words),
                         .may_be_foreign = may_be_foreign(message.content, words)});
  }
}

TextView view_of(const Facts& facts, std::size_t row, const Pair& pair, std::size_t index) {
  const TextFacts& text = facts.texts[facts.pairs[row].first_text + index];
  return {.index = index,
          .text = pair.messages[index].content,
          .words = facts.words_of(text),
          .bytes = text.bytes,
          .marks = text.marks,
          .may_be_foreign = text.may_be_foreign};
}

/// Splits the instruction where its input begins.
void split_input(Exchange& exchange) {
  const std::string_view text = exchange.instruction.text;
  const std::size_t at = exchange.pair->input_at;
  const bool has_input = at > 0 && at <= text.size();
  const std::span<const Word> words = exchange.instruction.words;
  if (!has_input) {
    exchange.asked = text;
    exchange.asked_words = words;
    return;
  }
  exchange.asked = text.substr(0, at - 1);
  exchange.input = text.substr(at);
  const auto first = std::partition_point(words.begin(), words.end(),
                                          [at](const Word& word) { return word.begin + 1 < at; });
  const auto count = static_cast<std::size_t>(first - words.begin());
  exchange.asked_words = words.first(count);
  exchange.input_words = words.subspan(count);
}

/// The last exchange of a pair; false where it does not end in an answer of words.
bool find_exchange(const Batch& batch, const Facts& facts, std::size_t row, Exchange& out) {
  if (!facts.pairs[row].has_answer) return false;
  const Pair& pair = batch.pairs[row];
  out = {.row = row, .pair = &pair, .is_single = facts.pairs[row].is_single};
  out.response = view_of(facts, row, pair, pair.messages.size() - 1);
  for (std::size_t i = 0; i < pair.messages.size(); ++i) {
    if (pair.messages[i].role == Role::kUser) out.instruction = view_of(facts, row, pair, i);
  }
  split_input(out);
  return true;
}

}  // namespace

bool may_hold_markers(std::string_view text) {
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    if (marks_in_block(text.data() + at)) return true;
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '<' || text[at] == '[') return true;
  }
  return false;
}

void compute(const Batch& batch, Facts& out, Need needs, const MarkTable& marks) {
  out.pairs.assign(batch.pairs.size(), PairFacts{});
  out.texts.clear();
  out.words.clear();
  out.exchanges.clear();
  out.asked = kEveryText;
  for (std::size_t row = 0; row < batch.pairs.size(); ++row) {
    if (batch.fates[row] == Fate::kQuarantined) continue;
    const Pair& pair = batch.pairs[row];
    PairFacts& of_pair = out.pairs[row];
    of_pair = facts_of(pair);
    of_pair.first_text = static_cast<std::uint32_t>(out.texts.size());
    if (needs == Need::kNone) {
      of_pair.may_hold_markers = any_markers(pair.messages) || any_markers(pair.rejected);
      continue;
    }
    add_texts(pair.messages, marks, out);
    add_texts(pair.rejected, marks, out);
    of_pair.may_hold_markers =
        any_markers(pair, std::span<const TextFacts>(out.texts).subspan(of_pair.first_text));
  }
  if (needs == Need::kNone) return;
  // Only now, when the words stand still.
  Exchange exchange;
  for (std::size_t row = 0; row < batch.pairs.size(); ++row) {
    if (find_exchange(batch, out, row, exchange)) out.exchanges.push_back(exchange);
  }
}

}  // namespace bmo::facts
