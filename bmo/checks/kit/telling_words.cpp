// Small open tables of word keys, looked up for each word of a response.
#include "bmo/checks/kit/telling_words.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "bmo/facts/word_table.hpp"

namespace bmo::checks {
namespace {

constexpr std::size_t kPrefix = 5;
constexpr std::size_t kMostAsked = 512;
constexpr std::size_t kLookedAtOnce = 32;
constexpr std::uint64_t kPrefixBit = 1ULL << 62U;

// Words that any text may have, and those that say what to do rather than about what.
constexpr auto kFrequent = facts::word_table(
    {"a",        "an",     "the",      "and",     "or",        "but",       "nor",      "so",
     "yet",      "of",     "to",       "in",      "on",        "at",        "by",       "for",
     "with",     "from",   "into",     "onto",    "as",        "than",      "that",     "which",
     "who",      "whom",   "whose",    "because", "although",  "though",    "while",    "if",
     "when",     "where",  "is",       "are",     "was",       "were",      "be",       "been",
     "being",    "have",   "has",      "had",     "do",        "does",      "did",      "will",
     "would",    "can",    "could",    "shall",   "should",    "may",       "might",    "must",
     "not",      "its",    "their",    "his",     "her",       "our",       "your",     "my",
     "this",     "these",  "those",    "it",      "they",      "we",        "you",      "he",
     "she",      "very",   "more",     "most",    "such",      "including", "between",  "among",
     "through",  "during", "within",   "without", "about",     "over",      "under",    "what",
     "why",      "how",    "please",   "give",    "me",        "us",        "write",    "create",
     "generate", "list",   "describe", "explain", "following", "given",     "some",     "any",
     "provide",  "using",  "use",      "make",    "find",      "identify",  "sentence", "text"});

/// The key of the first five letters, which a word of at most eight holds in its own.
std::uint64_t prefix_key(const facts::Word& word, std::string_view text) {
  const bool holds_all = word.size <= 8 && word.key >> (8 * (word.size - 1)) != 0;
  if (holds_all) return (word.key >> (8 * (word.size - kPrefix))) ^ kPrefixBit;
  std::uint64_t packed = 0;
  for (std::size_t i = 0; i < kPrefix; ++i) {
    auto c = static_cast<unsigned char>(text[word.begin + i]);
    if (c >= 0x80) return facts::word_key(word.in(text).substr(0, kPrefix)) ^ kPrefixBit;
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
    packed = (packed << 8U) | c;
  }
  return packed ^ kPrefixBit;
}

constexpr std::uint64_t mixed(std::uint64_t key) {
  return key * 0x9E3779B97F4A7C15ULL;
}

}  // namespace

bool is_telling(const facts::Word& word) {
  return word.size > 1 && !kFrequent.contains(word);
}

std::size_t WordWeights::slot_of(std::uint64_t key) const {
  std::size_t at = (mixed(key) >> 32U) & (slots_.size() - 1);
  while (slots_[at].weight >= 0 && slots_[at].key != key)
    at = (at + 1) & (slots_.size() - 1);
  return at;
}

void WordWeights::fill(std::span<const Count> texts_with, std::size_t texts) {
  const double all = static_cast<double>(texts) + 1;
  rarest_ = static_cast<float>(std::log(all));
  slots_.assign(std::bit_ceil(2 * texts_with.size() + 1), {});
  for (const Count& count : texts_with) {
    const double weight = std::log(all / (static_cast<double>(count.texts) + 1.0));
    slots_[slot_of(count.key)] = {count.key, static_cast<float>(weight)};
  }
}

float WordWeights::of(std::uint64_t key) const {
  if (slots_.empty()) return rarest_;
  const Slot& slot = slots_[slot_of(key)];
  return slot.weight < 0 ? rarest_ : slot.weight;
}

bool WordRecall::may_hold(std::uint64_t key) const {
  const std::uint64_t bit = mixed(key) >> 55U;
  return (filter_[bit / 64] >> (bit % 64) & 1U) != 0;
}

std::uint32_t WordRecall::slot_of(std::uint64_t key) const {
  std::size_t at = (mixed(key) >> 32U) & (keys_.size() - 1);
  while (keys_[at] != 0 && keys_[at] != key)
    at = (at + 1) & (keys_.size() - 1);
  return static_cast<std::uint32_t>(at);
}

std::uint32_t WordRecall::add(std::uint64_t key, bool& is_new) {
  const std::uint32_t at = slot_of(key);
  is_new = keys_[at] == 0;
  keys_[at] = key;
  const std::uint64_t bit = mixed(key) >> 55U;
  filter_[bit / 64] |= 1ULL << (bit % 64);
  return at;
}

/// Each telling word once, in the order of the text.
void WordRecall::collect(const WordedText& asked) {
  asked_.clear();
  filter_.fill(0);
  keys_.assign(std::bit_ceil(4 * std::min(asked.words.size(), kMostAsked) + 1), 0);
  found_.assign(keys_.size(), 0);
  for (const facts::Word& word : asked.words) {
    if (asked_.size() == kMostAsked) break;
    if (!is_telling(word)) continue;
    bool is_new = false;
    Asked own;
    own.word = own.prefix = add(word.key, is_new);
    if (!is_new) continue;
    own.weight = weights_->of(word.key);
    if (word.size >= kPrefix) own.prefix = add(prefix_key(word, asked.text), is_new);
    asked_.push_back(own);
  }
}

void WordRecall::look_through(std::string_view text, std::span<const facts::Word> words) {
  for (const facts::Word& word : words) {
    // What is asked for is telling, so that a word like it is, too.
    if (may_hold(word.key)) found_[slot_of(word.key)] = 1;
    if (word.size < kPrefix) continue;
    const std::uint64_t prefix = prefix_key(word, text);
    if (may_hold(prefix) && is_telling(word)) found_[slot_of(prefix)] = 1;
  }
}

float WordRecall::share() const {
  float all = 0;
  float found = 0;
  for (const Asked& word : asked_) {
    all += word.weight;
    if ((found_[word.word] | found_[word.prefix]) != 0) found += word.weight;
  }
  return all > 0 ? found / all : 0;
}

float WordRecall::of(const WordedText& asked, const WordedText& answered) {
  collect(asked);
  if (asked_.empty()) return 0;
  look_through(answered.text, answered.words);
  return share();
}

float WordRecall::below(float enough, const WordedText& asked, const WordedText& answered) {
  collect(asked);
  if (asked_.empty()) return 0;
  for (std::size_t at = 0; at < answered.words.size(); at += kLookedAtOnce) {
    const auto rest = answered.words.subspan(at);
    look_through(answered.text, rest.first(std::min(rest.size(), kLookedAtOnce)));
    if (const float found = share(); found >= enough) return found;
  }
  return share();
}

}  // namespace bmo::checks
