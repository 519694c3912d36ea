// One pass over the bytes, one over the words, one over the lines.
#include "bmo/metrics/kit/voice_features.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "bmo/base/text.hpp"
#include "bmo/facts/list_lines.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/facts/word_set.hpp"
#include "bmo/metrics/kit/syllables.hpp"

namespace bmo::metrics {
namespace {

using facts::word_set;

constexpr auto kFirst = word_set({"i", "me", "my", "mine", "we", "us", "our", "ours", "i'm", "i've",
                                  "i'll", "we're", "we've", "we'll"});
constexpr auto kSecond =
    word_set({"you", "your", "yours", "you're", "you've", "you'll", "yourself"});
constexpr auto kThird = word_set(
    {"he", "she", "they", "him", "her", "them", "his", "their", "it", "its", "it's", "they're"});
constexpr auto kHedges = word_set({"maybe", "perhaps", "possibly", "probably", "might", "could",
                                   "seems", "seem", "appears", "likely", "somewhat", "roughly",
                                   "about", "approximately", "usually", "often", "generally"});
constexpr auto kBoosters = word_set({"very", "really", "absolutely", "definitely", "certainly",
                                     "clearly", "always", "never", "extremely", "totally", "truly",
                                     "simply", "just", "indeed", "great", "amazing", "awesome"});
constexpr auto kConnectives = word_set(
    {"however", "therefore", "moreover", "furthermore", "thus", "hence", "because", "although",
     "while", "whereas", "so", "then", "finally", "additionally", "consequently", "instead"});
constexpr auto kModals = word_set({"can", "could", "may", "might", "must", "shall", "should",
                                   "will", "would", "ought", "can't", "won't", "shouldn't"});
constexpr auto kThat = word_set({"that"});
constexpr auto kAnd = word_set({"and"});

constexpr auto kOpeners = std::to_array<std::string_view>(
    {"sure", "certainly", "of course", "absolutely", "great question", "thank you for",
     "thanks for", "hi", "hello", "hey", "dear", "good question", "happy to"});
constexpr auto kClosers = std::to_array<std::string_view>(
    {"hope this helps", "let me know", "feel free to", "regards", "happy to help", "any questions",
     "reach out", "cheers", "good luck", "take care"});

/// Adds up one text; the order of kVoiceFeatures is that of `features`.
class Describer {
 public:
  Describer(std::string_view text, std::span<const facts::Word> words)
      : text_(text), words_(words) {}

  VoiceFeatures features() {
    count_bytes();
    count_words();
    count_lines();
    const auto n = static_cast<double>(words_.size());
    const double sentences = std::max<double>(count_sentences(text_), 1);
    const auto rate = [n](double count) { return 100 * count / n; };
    const double letters = static_cast<double>(text_.size());
    const double grade = 0.39 * n / sentences + 11.8 * syllables_ / n - 15.59;
    const std::array<double, kNumVoiceFeatures> all{
        n / sentences,
        letters_ / n,
        rate(long_),
        rate(different()),
        paragraphs_,
        list_lines_,
        headings_,
        bold_ / 2,
        static_cast<double>(facts::count_fences(text_)) / 2,
        rate(commas_),
        rate(semicolons_),
        rate(colons_),
        rate(dashes_),
        rate(brackets_),
        rate(quotes_),
        rate(exclamations_),
        rate(questions_),
        rate(ellipses_),
        rate(contractions_),
        rate(first_),
        rate(second_),
        rate(third_),
        rate(hedges_),
        rate(boosters_),
        rate(connectives_),
        rate(nominal_),
        rate(modals_),
        rate(adverbs_),
        rate(that_),
        rate(and_),
        100 * digits_ / letters,
        100 * capitals_ / letters,
        rate(emoji_),
        begins_with_formula() ? 1.0 : 0.0,
        ends_with_formula() ? 1.0 : 0.0,
        std::log(n),
        grade};
    VoiceFeatures out{};
    for (std::size_t i = 0; i < all.size(); ++i)
      out[i] = static_cast<float>(all[i]);
    return out;
  }

 private:
  void count_bytes() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      const char next = i + 1 < text_.size() ? text_[i + 1] : '\0';
      commas_ += c == ',' ? 1 : 0;
      semicolons_ += c == ';' ? 1 : 0;
      colons_ += c == ':' ? 1 : 0;
      brackets_ += c == '(' || c == '[' ? 1 : 0;
      quotes_ += c == '"' ? 0.5 : 0;
      exclamations_ += c == '!' ? 1 : 0;
      questions_ += c == '?' ? 1 : 0;
      digits_ += c >= '0' && c <= '9' ? 1 : 0;
      capitals_ += c >= 'A' && c <= 'Z' ? 1 : 0;
      bold_ += c == '*' && next == '*' ? 1 : 0;
      ellipses_ += c == '.' && next == '.' ? 0.5 : 0;
      const bool is_dash =
          c == '-' && (next == '-' || (i > 0 && text_[i - 1] == ' ' && next == ' '));
      dashes_ += is_dash ? 1 : 0;
      if (static_cast<unsigned char>(c) >= 0xE2) count_sign(text_.substr(i));
    }
  }

  /// Signs of three bytes and more: long dashes, curly quotes, the ellipsis; emoji.
  void count_sign(std::string_view rest) {
    dashes_ += rest.starts_with("\u2013") || rest.starts_with("\u2014") ? 1 : 0;
    quotes_ += rest.starts_with("\u201C") || rest.starts_with("\u201D") ? 0.5 : 0;
    ellipses_ += rest.starts_with("\u2026") ? 1 : 0;
    const bool is_emoji = rest.starts_with("\xF0\x9F") || rest.starts_with("\xE2\x9A") ||
                          rest.starts_with("\xE2\x9C") || rest.starts_with("\xE2\x98");
    emoji_ += is_emoji ? 1 : 0;
  }

  void count_words() {
    for (const facts::Word& word : words_) {
      const std::string_view written = word.in(text_);
      letters_ += static_cast<double>(written.size());
      syllables_ += count_syllables(written);
      long_ += written.size() >= 8 ? 1 : 0;
      first_ += kFirst.contains(word) ? 1 : 0;
      second_ += kSecond.contains(word) ? 1 : 0;
      third_ += kThird.contains(word) ? 1 : 0;
      hedges_ += kHedges.contains(word) ? 1 : 0;
      boosters_ += kBoosters.contains(word) ? 1 : 0;
      connectives_ += kConnectives.contains(word) ? 1 : 0;
      modals_ += kModals.contains(word) ? 1 : 0;
      that_ += kThat.contains(word) ? 1 : 0;
      and_ += kAnd.contains(word) ? 1 : 0;
      contractions_ += written.find('\'') != std::string_view::npos ||
                               written.find("\u2019") != std::string_view::npos
                           ? 1
                           : 0;
      count_ending(written);
    }
  }

  void count_ending(std::string_view word) {
    if (word.size() < 5) return;
    adverbs_ += word.ends_with("ly") ? 1 : 0;
    const bool is_nominal = word.ends_with("tion") || word.ends_with("ment") ||
                            word.ends_with("ness") || word.ends_with("ity") ||
                            word.ends_with("ance") || word.ends_with("ence");
    nominal_ += is_nominal ? 1 : 0;
  }

  void count_lines() {
    bool in_paragraph = false;
    facts::for_each_line(text_, [&](std::string_view line) {
      paragraphs_ += !line.empty() && !in_paragraph ? 1 : 0;
      in_paragraph = !line.empty();
      list_lines_ += facts::read_list_line(line).is_item ? 1 : 0;
      headings_ += line.starts_with('#') && line.find("# ") != std::string_view::npos ? 1 : 0;
    });
  }

  /// Of the first hundred, so that long texts are not the poorer for their length.
  double different() const {
    const std::size_t count = std::min<std::size_t>(words_.size(), 100);
    std::unordered_set<std::uint64_t> seen;
    for (std::size_t i = 0; i < count; ++i)
      seen.insert(words_[i].key);
    return static_cast<double>(seen.size()) / static_cast<double>(count) *
           static_cast<double>(words_.size());
  }

  bool begins_with_formula() const {
    const std::string head = lower_ascii(trim_ascii(text_).substr(0, 40));
    return std::any_of(kOpeners.begin(), kOpeners.end(), [&head](std::string_view formula) {
      if (!head.starts_with(formula)) return false;
      return head.size() == formula.size() || head[formula.size()] < 'a';
    });
  }

  bool ends_with_formula() const {
    const std::string tail =
        lower_ascii(text_.substr(text_.size() - std::min<std::size_t>(text_.size(), 120)));
    return std::any_of(kClosers.begin(), kClosers.end(), [&tail](std::string_view formula) {
      return tail.find(formula) != std::string::npos;
    });
  }

  std::string_view text_;
  std::span<const facts::Word> words_;
  double letters_ = 0, syllables_ = 0, long_ = 0, paragraphs_ = 0, list_lines_ = 0, headings_ = 0;
  double bold_ = 0, commas_ = 0, semicolons_ = 0, colons_ = 0, dashes_ = 0, brackets_ = 0;
  double quotes_ = 0, exclamations_ = 0, questions_ = 0, ellipses_ = 0, contractions_ = 0;
  double first_ = 0, second_ = 0, third_ = 0, hedges_ = 0, boosters_ = 0, connectives_ = 0;
  double nominal_ = 0, modals_ = 0, adverbs_ = 0, that_ = 0, and_ = 0, digits_ = 0, capitals_ = 0;
  double emoji_ = 0;
};

}  // namespace

VoiceFeatures voice_features(std::string_view text, std::span<const facts::Word> words) {
  return words.empty() ? VoiceFeatures{} : Describer(text, words).features();
}

}  // namespace bmo::metrics
