// Reads a pair once, side by side: norm, keys, guards.
#include "bmo/dedup/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "bmo/base/fold.hpp"
#include "bmo/facts/guards.hpp"
#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

/// Below this many words a pattern says too little: "What is @" holds half of all questions.
constexpr std::uint32_t kPatternWords = 6;

std::uint32_t count_norm_words(std::string_view norm) {
  if (norm.empty()) return 0;
  return 1 + static_cast<std::uint32_t>(std::count_if(
                 norm.begin(), norm.end(), [](char c) { return c == ' ' || c == '\n'; }));
}

/// A hash that is 0 for nothing alone.
std::uint64_t key_of(std::string_view text) {
  if (text.empty()) return 0;
  return std::max<std::uint64_t>(1, hash64(text));
}

/// Of the words: where lines end is no part of what is said.
std::uint64_t key_of_words(std::string_view norm, std::string& flat) {
  if (norm.find('\n') == std::string_view::npos) return key_of(norm);
  flat.assign(norm);
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  return key_of(flat);
}

void add_message(const Message& message, std::uint64_t seed, std::uint64_t& sum) {
  sum = hash64(message.content, sum + seed);
  sum = hash64(message.tool_calls, sum + 1);
}

std::uint64_t frame_of(const Pair& pair) {
  std::uint64_t sum = 0;
  bool any = pair.label != Label::kNone || !pair.tools.empty() || !pair.rejected.empty();
  sum = hash64(pair.tools, static_cast<std::uint64_t>(pair.label));
  for (const Message& message : pair.rejected)
    add_message(message, 2, sum);
  for (const Message& message : pair.messages) {
    if (message.tool_calls.empty()) continue;
    any = true;
    sum = hash64(message.tool_calls, sum + 3);
  }
  return any ? std::max<std::uint64_t>(1, sum) : 0;
}

std::uint64_t seed_of(const Pair& pair) {
  const std::string_view seed =
      pair.metadata == nullptr ? std::string_view{} : (*pair.metadata)[TextField::kSeedId];
  return key_of(seed.empty() ? pair.id : seed);
}

Hash128 norm_key(const Fingerprint& print) {
  const std::array<std::uint64_t, 4> parts{
      print.instruction, print.response, print.frame,
      std::uint64_t{print.instruction_words} << 32U | print.response_words};
  return hash128({reinterpret_cast<const char*>(parts.data()), sizeof(parts)});
}

/// What each letter and digit adds to the sum of a text; capitals are as small letters.
constexpr std::array<std::uint64_t, 256> make_weights() {
  std::array<std::uint64_t, 256> weights{};
  const auto weigh = [&weights](char first, char last) {
    for (char c = first; c <= last; ++c) {
      std::uint64_t mixed = static_cast<std::uint64_t>(c) * 0x9E3779B97F4A7C15U;
      mixed = (mixed ^ mixed >> 29U) * 0xBF58476D1CE4E5B9U;
      weights[static_cast<std::size_t>(c)] = mixed ^ mixed >> 32U;
    }
  };
  weigh('0', '9');
  weigh('a', 'z');
  for (std::size_t c = 'A'; c <= 'Z'; ++c)
    weights[c] = weights[c + 'a' - 'A'];
  return weights;
}

constexpr std::array<std::uint64_t, 256> kWeights = make_weights();

std::uint64_t sum_of_letters(std::string_view text) {
  std::uint64_t sum = 0;
  for (const char c : text)
    sum += kWeights[static_cast<unsigned char>(c)];
  return sum;
}

}  // namespace

/// The norm of ASCII has the letters that the text has.
std::uint64_t Fingerprinter::letters_of(const Pair& pair) {
  std::uint64_t sum = 0;
  for (const Message& message : pair.context()) {
    if (is_ascii(message.content)) {
      sum += sum_of_letters(message.content);
      continue;
    }
    flat_.clear();
    facts::append_norm(message.content, folded_, flat_);
    sum += sum_of_letters(flat_);
  }
  return std::max<std::uint64_t>(1, sum);
}

void Fingerprinter::read_instruction(const Pair& pair, FingerprintBatch& out, Fingerprint& print) {
  const std::size_t before = out.texts.size();
  text_.clear();
  for (const Message& message : pair.context()) {
    if (!text_.empty()) text_ += '\n';
    text_ += message.content;
  }
  facts::append_norm(text_, folded_, out.texts);
  const std::string_view norm = std::string_view(out.texts).substr(before);
  print.amounts = facts::read_amounts(text_, norm);
  print.instruction_bytes = static_cast<std::uint32_t>(norm.size());
  print.instruction_words = count_norm_words(norm);
  print.instruction = key_of_words(norm, flat_);
}

/// After the texts.
void Fingerprinter::read_names(FingerprintBatch& out, Fingerprint& print) {
  const std::size_t before = out.texts.size();
  facts::append_names(text_, out.texts);
  const std::string_view names = std::string_view(out.texts).substr(before);
  print.names_bytes = static_cast<std::uint32_t>(names.size());
  if (detail_ != Detail::kAll || print.instruction_words < kPatternWords) return;
  pattern_.clear();
  facts::append_pattern(std::string_view(out.texts).substr(print.text_at, print.instruction_bytes),
                        names, pattern_);
  print.pattern = key_of(pattern_);
}

void Fingerprinter::read_response(const Pair& pair, FingerprintBatch& out, Fingerprint& print) {
  const Message* response = pair.response();
  if (response == nullptr) return;
  const std::size_t before = out.texts.size();
  facts::append_norm(response->content, folded_, out.texts);
  const std::string_view norm = std::string_view(out.texts).substr(before);
  print.response_amounts = facts::read_amounts(response->content, norm);
  print.response_bytes = static_cast<std::uint32_t>(norm.size());
  print.response_words = count_norm_words(norm);
  print.response = key_of_words(norm, flat_);
}

void Fingerprinter::read_words(const Pair& pair, FingerprintBatch& out, Fingerprint& print) {
  read_instruction(pair, out, print);
  read_response(pair, out, print);
  if (detail_ != Detail::kKeys) read_names(out, print);
  print.frame = frame_of(pair);
  // Signs and numbers that words do not show belong to the identity: "3 + 4" and "3 * 4".
  print.norm = norm_key(print);
  print.norm.low ^= std::rotl(print.amounts, 17) ^ print.response_amounts;
  if (detail_ == Detail::kKeys) {
    out.texts.resize(print.text_at);
    print.instruction_bytes = 0;
    print.response_bytes = 0;
  }
}

void Fingerprinter::add(const Pair& pair, const Origin& origin, FingerprintBatch& out) {
  Fingerprint print{.record = origin.record, .rank = origin.rank, .raw = pair.content};
  print.source = origin.source;
  print.text_at = out.texts.size();
  print.seed = seed_of(pair);
  if (detail_ == Detail::kSketch) {
    print.pattern = letters_of(pair);
  } else {
    read_words(pair, out, print);
  }
  out.prints.push_back(print);
}

}  // namespace bmo::dedup
