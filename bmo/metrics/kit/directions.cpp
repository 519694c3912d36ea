// Encodes what can be encoded together, then puts the rows where the records stand.
#include "bmo/metrics/directions.hpp"

#include "bmo/facts/language.hpp"

namespace bmo::metrics {
namespace {

bool is_foreign(const facts::TextView& text, const std::string& language) {
  if (language.empty()) return false;
  if (!text.may_be_foreign) return false;
  const std::string_view found = facts::language_of(text.text, text.words);
  return !found.empty() && found != language;
}

/// The beginning of a text, cut between characters.
std::string_view beginning(std::string_view text) {
  if (text.size() <= kDirectionBytes) return text;
  std::size_t size = kDirectionBytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;
  return text.substr(0, size);
}

}  // namespace

Status encode_instructions(const Batch& batch, const facts::Facts& facts,
                           const embed::Encoder& encoder, embed::Vectors& out) {
  const embed::EncoderCard& card = encoder.card();
  std::vector<std::string_view> texts(batch.size());
  for (const facts::Exchange& exchange : facts.exchanges) {
    if (batch.fates[exchange.row] != Fate::kExported) continue;
    if (is_foreign(exchange.instruction, card.language)) continue;
    texts[exchange.row] = beginning(exchange.instruction.text);
  }
  return encoder.encode(texts, out);
}

}  // namespace bmo::metrics
