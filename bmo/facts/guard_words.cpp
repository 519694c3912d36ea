// One table of all words and their slips, made when the program is built. Most words of a text are
// ruled out by their first two letters and length before it is asked.
#include "bmo/facts/guard_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace bmo::facts {
namespace {

struct Known {
  std::string_view word;
  std::string_view digits;  ///< Empty: a negation.
};

constexpr Known kKnown[] = {
    {"zero", "0"},        {"one", "1"},         {"two", "2"},           {"three", "3"},
    {"four", "4"},        {"five", "5"},        {"six", "6"},           {"seven", "7"},
    {"eight", "8"},       {"nine", "9"},        {"ten", "10"},          {"eleven", "11"},
    {"twelve", "12"},     {"thirteen", "13"},   {"fourteen", "14"},     {"fifteen", "15"},
    {"sixteen", "16"},    {"seventeen", "17"},  {"eighteen", "18"},     {"nineteen", "19"},
    {"twenty", "20"},     {"thirty", "30"},     {"forty", "40"},        {"fifty", "50"},
    {"sixty", "60"},      {"seventy", "70"},    {"eighty", "80"},       {"ninety", "90"},
    {"hundred", "100"},   {"thousand", "1000"}, {"million", "1000000"}, {"billion", "1000000000"},
    {"half", "half"},     {"third", "third"},   {"quarter", "quarter"}, {"dozen", "12"},
    {"first", "first"},   {"second", "second"}, {"twice", "twice"},     {"double", "double"},
    {"triple", "triple"}, {"once", "once"},     {"fourth", "fourth"},   {"fifth", "fifth"},
    {"not", ""},          {"no", ""},           {"never", ""},          {"without", ""},
    {"none", ""},         {"nor", ""},          {"cannot", ""},         {"neither", ""},
    {"nothing", ""},      {"nobody", ""},       {"unless", ""},         {"except", ""},
};

/// What a slip would make is a word of its own.
constexpr std::string_view kOtherWords[] = {"there"};

constexpr std::size_t kLongest = 9;
constexpr std::size_t kShortestSlip = 4;
constexpr std::size_t kSlots = 1024;
constexpr std::size_t kStarts = 1024;

struct Slot {
  std::array<char, kLongest> letters{};
  std::uint8_t size = 0;
  std::uint8_t known = 0;  ///< Index into kKnown.

  constexpr std::string_view word() const { return {letters.data(), size}; }
};

constexpr std::size_t slot_of(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char c : word)
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return (hash ^ hash >> 15U) % kSlots;
}

constexpr std::size_t start_of(std::string_view word) {
  const auto low = [](char c) { return static_cast<std::size_t>(c) % 32; };
  return low(word[0]) * 32 + low(word[1]);
}

constexpr bool is_listed(std::string_view word) {
  return std::ranges::any_of(kKnown, [word](const Known& known) { return known.word == word; }) ||
         std::ranges::any_of(kOtherWords, [word](std::string_view other) { return other == word; });
}

class Table {
 public:
  constexpr Table() {
    for (std::size_t i = 0; i < std::size(kKnown); ++i) {
      add(kKnown[i].word, i);
      add_slips(i);
    }
  }

  const Known* find(std::string_view word) const {
    if (word.size() < 2 || word.size() > kLongest) return nullptr;
    if ((lengths_[start_of(word)] >> word.size() & 1U) == 0) return nullptr;
    for (std::size_t at = slot_of(word); slots_[at].size != 0; at = (at + 1) % kSlots) {
      if (slots_[at].word() == word) return &kKnown[slots_[at].known];
    }
    return nullptr;
  }

 private:
  constexpr void add(std::string_view word, std::size_t known) {
    std::size_t at = slot_of(word);
    while (slots_[at].size != 0)
      at = (at + 1) % kSlots;
    std::ranges::copy(word, slots_[at].letters.begin());
    slots_[at].size = static_cast<std::uint8_t>(word.size());
    slots_[at].known = static_cast<std::uint8_t>(known);
    std::uint16_t& lengths = lengths_[start_of(word)];
    lengths = static_cast<std::uint16_t>(lengths | 1U << word.size());
  }

  constexpr void add_slips(std::size_t known) {
    const std::string_view word = kKnown[known].word;
    if (word.size() < kShortestSlip) return;
    for (std::size_t i = 1; i + 1 < word.size(); ++i) {
      std::array<char, kLongest> turned{};
      std::ranges::copy(word, turned.begin());
      std::swap(turned[i], turned[i + 1]);
      const std::string_view slip(turned.data(), word.size());
      if (slip != word && !is_listed(slip)) add(slip, known);
    }
  }

  std::array<Slot, kSlots> slots_{};
  std::array<std::uint16_t, kStarts> lengths_{};  ///< By the first letters, a bit for each length.
};

constexpr Table kTable;

}  // namespace

std::optional<GuardWord> find_guard_word(std::string_view word) {
  const Known* known = kTable.find(word);
  if (known == nullptr) return std::nullopt;
  return GuardWord{known->digits};
}

}  // namespace bmo::facts
