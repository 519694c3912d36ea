// A small table of words: those of one group rule each other out unless they have one sense.
#include "bmo/dedup/contrast.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace bmo::dedup {
namespace {

/// Senses behind bars, words of one sense behind spaces.
constexpr std::array<std::string_view, 52> kGroups{
    "odd|even",
    "today|tomorrow|yesterday",
    "area|circumference perimeter|volume|diameter|radius",
    "mile miles|kilometer kilometers kilometre kilometres km|meter meters metre metres|foot feet|"
    "inch inches",
    "celsius|fahrenheit|kelvin",
    "minimum min smallest lowest shortest least|maximum max largest biggest highest longest most",
    "ascending|descending",
    "first|last",
    "increase increases increasing|decrease decreases decreasing",
    "advantage advantages pros|disadvantage disadvantages cons drawbacks",
    "synonym synonyms|antonym antonyms",
    "positive|negative",
    "true|false",
    "left|right",
    "north|south|east|west",
    "morning|afternoon|evening|night",
    "past|present|future",
    "male|female",
    "man|woman",
    "men|women",
    "boy|girl",
    "before|after",
    "above|below",
    "add addition|subtract subtraction|multiply multiplication|divide division",
    "sum|product|difference|average mean|median",
    "encode encoding|decode decoding",
    "encrypt encryption|decrypt decryption",
    "uppercase|lowercase",
    "vowel vowels|consonant consonants",
    "prefix|suffix",
    "singular|plural",
    "import|export",
    "buy|sell",
    "win|lose",
    "hot|cold",
    "summer|winter",
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "january|february|april|june|july|august|september|october|november|december",
    "second seconds|minute minutes|hour hours|day days daily|week weeks weekly|month months "
    "monthly|"
    "year years yearly",
    "word words|letter letters character characters|line lines|sentence sentences|paragraph "
    "paragraphs",
    "active|passive",
    "formal|informal",
    "public|private",
    "input|output",
    "row rows|column columns",
    "internal|external",
    "cause causes|effect effects",
    "strengths|weaknesses",
    "similarities|differences",
    "numerator|denominator",
    "horizontal horizontally|vertical vertically",
    "ancestor ancestors|descendant descendants",
};

struct Meant {
  std::string_view word;
  std::size_t group = 0;
  std::size_t sense = 0;
};

constexpr std::size_t count_words() {
  std::size_t out = 0;
  for (const std::string_view group : kGroups)
    out += static_cast<std::size_t>(
               std::ranges::count_if(group, [](char c) { return c == ' ' || c == '|'; })) +
           1;
  return out;
}

/// By word.
constexpr std::array<Meant, count_words()> table() {
  std::array<Meant, count_words()> out;
  std::size_t size = 0;
  for (std::size_t group = 0; group < kGroups.size(); ++group) {
    std::string_view rest = kGroups[group];
    for (std::size_t sense = 0; !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of(" |"), rest.size());
      out[size++] = {rest.substr(0, end), group, sense};
      if (end < rest.size() && rest[end] == '|') ++sense;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  std::ranges::sort(out, {}, &Meant::word);
  return out;
}

constexpr auto kTable = table();

/// nullptr: a word of which nothing is known.
const Meant* meaning_of(std::string_view word) {
  const auto found = std::ranges::lower_bound(kTable, word, {}, &Meant::word);
  return found != kTable.end() && found->word == word ? &*found : nullptr;
}

}  // namespace

bool contrast(std::span<const std::string_view> only_a, std::span<const std::string_view> only_b) {
  for (const std::string_view word : only_a) {
    const Meant* a = meaning_of(word);
    if (a == nullptr) continue;
    for (const std::string_view other : only_b) {
      const Meant* b = meaning_of(other);
      if (b != nullptr && b->group == a->group && b->sense != a->sense) return true;
    }
  }
  return false;
}

}  // namespace bmo::dedup
