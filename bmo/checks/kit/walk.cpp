// Names places in the words of the record that a pair came from.
#include "bmo/checks/kit/walk.hpp"

#include <algorithm>

namespace bmo::checks {
namespace {

/// Does the record name such a field anywhere? Good enough to choose words by.
bool names_field(std::string_view json, std::string_view quoted) {
  for (std::size_t at = json.find(quoted); at != std::string_view::npos;
       at = json.find(quoted, at + 1)) {
    const std::size_t next = json.find_first_not_of(" \t\r\n", at + quoted.size());
    if (next != std::string_view::npos && json[next] == ':') return true;
  }
  return false;
}

std::string element(std::string_view list, std::size_t index, std::string_view field) {
  std::string out(list);
  out += '[';
  out += std::to_string(index);
  out += "].";
  out += field;
  return out;
}

std::string canonical_name(const Pair& pair, std::size_t index) {
  const Message& message = pair.messages[index];
  if (&message == pair.response()) return "response";
  if (message.role == Role::kSystem && index == 0) return "system";
  const bool is_last_question = index + 1 == pair.context().size();
  if (message.role == Role::kUser && is_last_question) return "instruction";
  return element("messages", index, "content");
}

TextView view_of(const facts::Facts& facts, std::size_t row, const Pair& pair, std::size_t index) {
  const facts::TextFacts& text = facts.texts[facts.pairs[row].first_text + index];
  return {.index = index,
          .text = pair.messages[index].content,
          .words = facts.words_of(text),
          .bytes = text.bytes};
}

/// Splits the instruction where its input begins.
void split_input(Exchange& exchange) {
  const std::string_view text = exchange.instruction.text;
  const std::size_t at = exchange.pair->input_at;
  const bool has_input = at > 0 && at <= text.size();
  exchange.asked = has_input ? text.substr(0, at - 1) : text;
  exchange.input = has_input ? text.substr(at) : std::string_view{};
  const WordSpan words = exchange.instruction.words;
  const auto first = std::find_if(words.begin(), words.end(), [&](const Word& word) {
    return word.begin >= exchange.asked.size();
  });
  const auto count = static_cast<std::size_t>(first - words.begin());
  exchange.asked_words = words.first(count);
  exchange.input_words = words.subspan(count);
}

}  // namespace

bool find_exchange(const Batch& batch, const facts::Facts& facts, std::size_t row, Exchange& out) {
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

std::string place_of(const Batch& batch, std::size_t row, std::size_t index) {
  const Pair& pair = batch.pairs[row];
  if (index >= pair.messages.size()) return "rejected";
  const std::string_view json = batch.records[row].json;
  if (names_field(json, R"("messages")")) return element("messages", index, "content");
  if (names_field(json, R"("conversations")")) {
    // ShareGPT keeps the system text beside the list, not in it.
    const bool beside = names_field(json, R"("system")");
    if (beside && index == 0) return "system";
    return element("conversations", index - (beside ? 1 : 0), "value");
  }
  return canonical_name(pair, index);
}

}  // namespace bmo::checks
