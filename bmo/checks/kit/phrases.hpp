// Finds phrases in a list of words; the tables are made at compile time.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "bmo/facts/word_set.hpp"

namespace bmo::checks {

using facts::Word;
using facts::word_key;
using facts::word_set;
using WordSpan = std::span<const Word>;

/// Words that were found to be a phrase: `size` of them from `at`.
struct PhraseMatch {
  std::size_t at = 0;
  std::size_t size = 0;  ///< 0: nothing was found.
  explicit operator bool() const { return size > 0; }
  std::size_t end() const { return at + size; }
};

/// A set of phrases of up to eight words, told apart by words alone: case and punctuation between
/// the words make no difference.
template <std::size_t kSize>
class PhraseSet {
 public:
  consteval explicit PhraseSet(const std::array<std::string_view, kSize>& texts) {
    for (std::size_t i = 0; i < kSize; ++i) {
      phrases_[i] = parse(texts[i]);
      filter_.add(phrases_[i].keys[0]);
    }
    std::sort(phrases_.begin(), phrases_.end(), [](const Phrase& a, const Phrase& b) {
      return a.keys[0] != b.keys[0] ? a.keys[0] < b.keys[0] : a.size > b.size;
    });
  }

  /// The longest phrase that begins at word `at`.
  PhraseMatch match_at(WordSpan words, std::size_t at) const {
    if (at >= words.size() || !filter_.may_hold(words[at].key)) return {};
    const auto* phrase =
        std::lower_bound(phrases_.begin(), phrases_.end(), words[at].key,
                         [](const Phrase& p, std::uint64_t key) { return p.keys[0] < key; });
    for (; phrase != phrases_.end() && phrase->keys[0] == words[at].key; ++phrase) {
      if (begins_with(words.subspan(at), *phrase)) return {.at = at, .size = phrase->size};
    }
    return {};
  }

  /// Has each phrase one of these words? For lists of words that are met less often than those that
  /// phrases begin with.
  template <std::size_t kWords>
  consteval bool each_has(const facts::WordSet<kWords>& words) const {
    return std::all_of(phrases_.begin(), phrases_.end(), [&words](const Phrase& phrase) {
      return std::any_of(phrase.keys.begin(), phrase.keys.begin() + phrase.size,
                         [&words](std::uint64_t key) { return words.contains(key); });
    });
  }

  /// The first phrase in `words`.
  PhraseMatch find(WordSpan words) const {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (const PhraseMatch found = match_at(words, at)) return found;
    }
    return {};
  }

 private:
  static constexpr std::size_t kMostWords = 8;
  struct Phrase {
    std::array<std::uint64_t, kMostWords> keys{};
    std::size_t size = 0;
  };

  static consteval Phrase parse(std::string_view text) {
    Phrase out;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      out.keys[out.size++] = word_key(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
  }

  static bool begins_with(WordSpan words, const Phrase& phrase) {
    if (words.size() < phrase.size) return false;
    for (std::size_t i = 1; i < phrase.size; ++i) {
      if (words[i].key != phrase.keys[i]) return false;
    }
    return true;
  }

  std::array<Phrase, kSize> phrases_{};
  facts::KeyFilter filter_;
};

template <std::size_t kSize>
consteval auto phrase_set(const std::string_view (&texts)[kSize]) {
  return PhraseSet<kSize>(std::to_array(texts));
}

}  // namespace bmo::checks
