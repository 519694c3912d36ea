// Walks the pairs of a batch that a check has to judge, and names the places in them.
#pragma once
#include <string>

#include "bmo/checks/kit/phrases.hpp"
#include "bmo/facts/facts.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::checks {

/// Calls `judge(row, pair)` for every row that reading has not quarantined.
template <typename Judge>
void each_pair(const Batch& batch, Judge judge) {
  for (std::size_t row = 0; row < batch.pairs.size(); ++row) {
    if (batch.fates[row] != Fate::kQuarantined) judge(row, batch.pairs[row]);
  }
}

/// Calls `judge(row, pair, index, message)` for every message of every such row; `index` counts on
/// behind the conversation for the messages of the rejected answer.
template <typename Judge>
void each_message(const Batch& batch, Judge judge) {
  each_pair(batch, [&judge](std::size_t row, const Pair& pair) {
    std::size_t index = 0;
    for (const Message& message : pair.messages)
      judge(row, pair, index++, message);
    for (const Message& message : pair.rejected)
      judge(row, pair, index++, message);
  });
}

using facts::Exchange;
using facts::TextView;

/// Calls `judge(exchange)` for every row that has one; where the check's card names words, whose
/// response may have one of them. Needs Need::kTexts.
template <typename Judge>
void each_exchange(const Batch& /*batch*/, const facts::Facts& facts, Judge judge) {
  for (const Exchange& exchange : facts.exchanges)
    if ((exchange.response.marks & facts.asked) != 0) judge(exchange);
}

/// Calls `judge(row, text)` for every message of every row, in the order of `each_message`; where
/// the check's card names words, for those that may have one of them.
template <typename Judge>
void each_text(const Batch& batch, const facts::Facts& facts, Judge judge) {
  each_message(
      batch, [&](std::size_t row, const Pair& /*pair*/, std::size_t index, const Message& message) {
        const facts::TextFacts& of_text = facts.texts[facts.pairs[row].first_text + index];
        if ((of_text.marks & facts.asked) == 0) return;
        judge(row, TextView{.index = index,
                            .text = message.content,
                            .words = facts.words_of(of_text),
                            .bytes = of_text.bytes,
                            .marks = of_text.marks,
                            .may_be_foreign = of_text.may_be_foreign});
      });
}

/// What the record calls the text of message `index`: "messages[2].content" where the record is a
/// list of messages, else the canonical "instruction", "response", "system" or "rejected". Costs a
/// search through the record: only for places that are reported.
std::string place_of(const Batch& batch, std::size_t row, std::size_t index);

}  // namespace bmo::checks
