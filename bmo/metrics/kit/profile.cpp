// Works out of each pair's texts what chapters ask.
#include <algorithm>

#include "bmo/facts/language.hpp"
#include "bmo/facts/list_lines.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/metrics/kit/complexity.hpp"
#include "bmo/metrics/kit/syllables.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {
namespace {

std::uint32_t count_characters(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::uint32_t count_turns(const Pair& pair) {
  return static_cast<std::uint32_t>(
      std::count_if(pair.messages.begin(), pair.messages.end(), [](const Message& message) {
        return message.role == Role::kUser || message.role == Role::kAssistant;
      }));
}

void profile_exchange(const facts::Exchange& exchange, Profile& out) {
  const std::string_view response = exchange.response.text;
  out.instruction_words = static_cast<std::uint32_t>(exchange.instruction.words.size());
  out.response_words = static_cast<std::uint32_t>(exchange.response.words.size());
  out.response_characters = count_characters(response);
  out.response_sentences = count_sentences(response);
  for (const facts::Word& word : exchange.response.words)
    out.response_syllables += count_syllables(word.in(response));
  for (const facts::Word& word : exchange.instruction.words)
    out.long_words += word.size >= 8 ? 1 : 0;
  out.list_items = facts::count_items(response).items;
  out.has_code = facts::count_fences(response) > 0 || facts::is_program_text(response);
  out.is_english = facts::language_of(response, exchange.response.words) == "en";
  if (out.is_english) out.complexity = complexity_of(exchange.instruction.words);
  out.voice = voice_features(response, exchange.response.words);
  out.is_question = exchange.asked.find('?') != std::string_view::npos;
}

}  // namespace

void profile(const Batch& batch, const facts::Facts& facts, std::vector<Profile>& out) {
  out.assign(batch.size(), Profile{});
  for (std::size_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kQuarantined) out[row].turns = count_turns(batch.pairs[row]);
  }
  for (const facts::Exchange& exchange : facts.exchanges)
    profile_exchange(exchange, out[exchange.row]);
}

std::string_view urgency_name(Urgency urgency) {
  constexpr std::string_view kNames[] = {"info", "watch", "alert"};
  return kNames[static_cast<std::size_t>(urgency)];
}

}  // namespace bmo::metrics
