// English by its function words, other languages by CLD2 on the first half KiB.
#include "bmo/facts/language.hpp"

#include <algorithm>
#include <array>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

namespace bmo::facts {
namespace {

constexpr std::size_t kMostBytes = 512;
constexpr std::size_t kMostWords = 64;
constexpr std::size_t kLeastBytes = 40;

// Function words of English that are words of no other language of its kin.
constexpr std::array kEnglish = [] {
  std::array<std::uint64_t, 24> out{};
  constexpr std::string_view kWords[24] = {"the",  "and",   "to",    "that",   "with",  "are",
                                           "this", "you",   "have",  "not",    "from",  "which",
                                           "how",  "their", "these", "your",   "what",  "they",
                                           "will", "it",    "be",    "should", "would", "if"};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = word_key(kWords[i]);
  std::sort(out.begin(), out.end());
  return out;
}();

/// At least two of these, and one word in ten.
bool is_english(std::span<const Word> words) {
  const std::size_t count = std::min(words.size(), kMostWords);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i)
    found += std::binary_search(kEnglish.begin(), kEnglish.end(), words[i].key) ? 1U : 0U;
  return found >= 2 && 10 * found >= count;
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

}  // namespace

std::string_view language_of(std::string_view text, std::span<const Word> words) {
  if (text.size() < kLeastBytes) return {};
  if (is_english(words)) return "en";
  const std::string_view head = beginning(text);
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
