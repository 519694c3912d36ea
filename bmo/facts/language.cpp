// English by its function words, other languages by CLD2 on the first half KiB.
#include "bmo/facts/language.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "bmo/facts/word_table.hpp"

namespace bmo::facts {
namespace {

constexpr std::size_t kMostBytes = 512;
constexpr std::size_t kMostWords = 64;
constexpr std::size_t kLeastBytes = 40;

// Function words of English that are words of no other language of its kin.
constexpr auto kEnglish =
    word_table({"the",  "and",  "to",   "that",  "with", "are",    "this",  "you",
                "have", "not",  "from", "which", "how",  "their",  "these", "your",
                "what", "they", "will", "it",    "be",   "should", "would", "if"});

/// At least two of these, and one word in ten.
bool is_english(std::span<const Word> words) {
  const std::size_t count = std::min(words.size(), kMostWords);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i)
    found += kEnglish.contains(words[i]) ? 1U : 0U;
  return found >= 2 && 10 * found >= count;
}

// Function words of other languages in Latin letters, none of them English.
constexpr auto kOtherWords = std::to_array<std::string_view>(
    {"der",  "die",   "und",   "ist",  "nicht", "das",  "mit",  "ein",  "eine", "sie",  "den",
     "von",  "zu",    "auf",   "le",   "la",    "les",  "des",  "une",  "est",  "pas",  "dans",
     "pour", "que",   "qui",   "el",   "los",   "las",  "una",  "del",  "por",  "con",  "para",
     "se",   "en",    "un",    "het",  "een",   "van",  "niet", "de",   "op",   "il",   "che",
     "di",   "per",   "non",   "sono", "gli",   "och",  "att",  "det",  "inte", "som",  "er",
     "og",   "til",   "uma",   "os",   "da",    "nie",  "na",   "jest", "ve",   "bir",  "ja",
     "yang", "dan",   "untuk", "sich", "als",   "wie",  "auch", "aus",  "nach", "bei",  "werden",
     "hat",  "sind",  "au",    "plus", "sur",   "avec", "como", "su",   "lo",   "voor", "zijn",
     "met",  "della", "nel",   "com",  "ao",    "av",   "som",  "ikke"});
constexpr WordTable kOthers(kOtherWords);

/// 4,096 bits that settle most texts without a branch for each word.
constexpr std::size_t filter_slot(std::uint64_t key) {
  return key * 0x9E3779B97F4A7C15ULL >> 52U;
}
constexpr auto kOthersFilter = [] {
  std::array<std::uint64_t, 64> out{};
  for (const std::string_view word : kOtherWords)
    out[filter_slot(word_key(word)) / 64] |= 1ULL << (filter_slot(word_key(word)) % 64);
  return out;
}();

/// At least as many of these words as are of other languages.
std::size_t count_possible_others(std::span<const Word> words) {
  std::size_t found = 0;
  for (const Word& word : words) {
    const std::size_t slot = filter_slot(word.key);
    found += kOthersFilter[slot / 64] >> (slot % 64) & 1U;
  }
  return found;
}

/// Of at most kMostBytes bytes: so many eights of them can be counted side by side.
std::size_t count_high_bytes(std::string_view text) {
  static_assert(kMostBytes / 8 < 256);
  constexpr std::uint64_t kEach = 0x0101010101010101U;
  std::uint64_t counts = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    counts += bytes >> 7U & kEach;
  }
  constexpr std::uint64_t kEven = 0x00FF00FF00FF00FFU;
  const std::uint64_t pairs = (counts & kEven) + (counts >> 8U & kEven);
  std::size_t count = pairs * 0x0001000100010001U >> 48U;
  for (; at < text.size(); ++at)
    count += static_cast<unsigned char>(text[at]) >= 0x80 ? 1U : 0U;
  return count;
}

/// The beginning, cut between characters.
std::string_view beginning(std::string_view text) {
  if (text.size() <= kMostBytes) return text;
  std::size_t size = kMostBytes;
  while ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;
  return text.substr(0, size);
}

std::string_view code_of(CLD2::Language language) {
  const std::string_view code = CLD2::LanguageCode(language);
  if (code == "zh-Hant") return "zh";
  if (code == "da" || code == "nb" || code == "nn") return "no";
  if (code == "id") return "ms";
  return code == "hr" || code == "bs" ? "sr" : code;
}

/// Mostly Han characters, and no Kana between them.
bool is_chinese(std::string_view head) {
  std::size_t han = 0;
  for (std::size_t i = 0; i + 1 < head.size(); ++i) {
    const auto lead = static_cast<unsigned char>(head[i]);
    const auto next = static_cast<unsigned char>(head[i + 1]);
    if (lead == 0xE3 && next >= 0x81 && next <= 0x83) return false;
    if (lead >= 0xE4 && lead <= 0xE9) ++han;
  }
  return 6 * han > head.size();
}

}  // namespace

bool may_be_foreign(std::string_view text, std::span<const Word> words) {
  const std::string_view head = beginning(text);
  if (16 * count_high_bytes(head) > head.size()) return true;
  words = words.first(std::min(words.size(), kMostWords));
  const auto are_enough = [&](std::size_t found) {
    return found >= 2 && 12 * found >= words.size();
  };
  if (!are_enough(count_possible_others(words))) return false;
  return are_enough(static_cast<std::size_t>(std::count_if(
      words.begin(), words.end(), [](const Word& word) { return kOthers.contains(word); })));
}

std::string_view language_of(std::string_view text, std::span<const Word> words) {
  if (text.size() < kLeastBytes) return {};
  if (is_english(words)) return "en";
  const std::string_view head = beginning(text);
  if (is_chinese(head)) return "zh";
  bool is_reliable = false;
  CLD2::Language three[3];
  int percents[3];
  int bytes = 0;
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  double scores[3];
  CLD2::ExtDetectLanguageSummary(head.data(), static_cast<int>(head.size()), true, &hints, 0, three,
                                 percents, scores, nullptr, &bytes, &is_reliable);
  const bool is_sure = is_reliable && three[0] != CLD2::UNKNOWN_LANGUAGE && percents[0] >= 80;
  return is_sure ? code_of(three[0]) : std::string_view{};
}

}  // namespace bmo::facts
