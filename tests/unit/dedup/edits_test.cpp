// What becomes of real instructions that were edited by hand's rules: true edits must be found,
// edits that ask something else must not.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "bmo/dedup/shingles.hpp"
#include "tests/unit/dedup/pairs.hpp"
#include "tests/unit/dedup/real_pairs.hpp"

namespace bmo::dedup {
namespace {

using Random = std::mt19937_64;
/// The edited text, or empty where the edit does not apply.
using Edit = std::function<std::string(const std::string&, Random&)>;

constexpr std::string_view kSet = "/alpaca-52k/alpaca_data.json";
constexpr std::size_t kInstructions = 3000;

std::vector<Said> read_instructions() {
  std::vector<Said> out;
  const Status status =
      for_each_pair(std::string(BMO_TEST_DATA) + std::string(kSet), nullptr, [&](const Pair& pair) {
        const std::string_view text = pair.messages[0].content;
        if (out.size() < kInstructions && text.find('\n') == std::string_view::npos) {
          out.push_back({std::string(text), std::string(pair.response()->content), 0, {}});
        }
      });
  EXPECT_TRUE(static_cast<bool>(status));
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out{{}};
  for (const char c : text) {
    if (c == ' ') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string lower_first(std::string text) {
  if (text.size() > 1 && is_upper(text[0]) && is_lower(text[1])) {
    text[0] = static_cast<char>(text[0] + 32);
  }
  return text;
}

std::string change_dress(const std::string& text, Random& /*random*/) {
  std::string out;
  for (const char c : text) {
    if (c == ',' || c == '?' || c == '!' || c == '"') continue;
    out += is_upper(c) ? static_cast<char>(c + 32) : c;
    if (c == ' ') out += ' ';
  }
  return out == text ? "" : out;
}

std::string add_please(const std::string& text, Random& /*random*/) {
  return "Please " + lower_first(text);
}

std::string swap_verb(const std::string& text, Random& /*random*/) {
  for (const auto& [from, to] :
       {std::pair{"Generate ", "Create "}, std::pair{"Create ", "Make "},
        std::pair{"Write ", "Compose "}, std::pair{"Describe ", "Explain "},
        std::pair{"Provide ", "Give "}}) {
    if (text.starts_with(from)) return to + text.substr(std::string_view(from).size());
  }
  return "";
}

std::string add_adverb(const std::string& text, Random& /*random*/) {
  const std::size_t space = text.find(' ');
  if (space == std::string::npos) return "";
  return text.substr(0, space) + " briefly" + text.substr(space);
}

std::string reorder(const std::string& text, Random& /*random*/) {
  const std::size_t comma = text.find(", ");
  if (comma == std::string::npos || text.size() < 40 || comma < 10) return "";
  std::string head = lower_first(text.substr(0, comma));
  std::string tail = text.substr(comma + 2);
  if (!is_lower(tail[0])) return "";
  if (tail.back() == '.' || tail.back() == '?') tail.pop_back();
  tail[0] = static_cast<char>(tail[0] - 32);
  return tail + ", " + head + ".";
}

std::string type_badly(const std::string& text, Random& random) {
  std::string out = text;
  for (int done = 0, tries = 0; done < 2 && tries < 100; ++tries) {
    const std::size_t at = random() % (out.size() - 1);
    if (!is_lower(out[at]) || !is_lower(out[at + 1]) || out[at] == out[at + 1]) continue;
    std::swap(out[at], out[at + 1]);
    ++done;
  }
  return out;
}

std::string change_number(const std::string& text, Random& random) {
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
  }
  if (digits.empty()) return "";
  std::string out = text;
  char& digit = out[digits[random() % digits.size()]];
  digit = digit == '9' ? '2' : static_cast<char>(digit + 1);
  return out;
}

std::string swap_name(const std::string& text, Random& random) {
  static const char* const kNames[] = {"Zanzibar", "Thorvald", "Ouagadougou", "Wilhelmina"};
  std::vector<std::string> words = words_of(text);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const char before = words[i - 1].empty() ? '.' : words[i - 1].back();
    if (words[i].size() < 3 || !is_upper(words[i][0]) || !is_lower(words[i][1])) continue;
    if (!is_lower(before) || !is_lower(words[i].back())) continue;
    words[i] = kNames[random() % 4];
    return join(words);
  }
  return "";
}

std::string negate(const std::string& text, Random& /*random*/) {
  for (const std::string_view verb : {" is ", " are ", " can ", " should "}) {
    const std::size_t at = text.find(verb);
    if (at != std::string::npos) {
      return text.substr(0, at + verb.size()) + "not " + text.substr(at + verb.size());
    }
  }
  return "";
}

struct Outcome {
  std::size_t tried = 0;
  std::size_t merged = 0;
  double share() const { return static_cast<double>(merged) / static_cast<double>(tried); }
};

/// How many edited instructions, with the same answer, would go for their originals.
Outcome measure(const std::vector<Said>& originals, const Edit& edit, Options options = {}) {
  Random random(11);
  std::vector<Said> all = originals;
  std::vector<std::size_t> original_of(all.size(), ~std::size_t{0});
  for (std::size_t i = 0; i < originals.size(); ++i) {
    Said edited = originals[i];
    edited.instruction = edit(originals[i].instruction, random);
    if (edited.instruction.empty()) continue;
    edited.rank = 1;
    all.push_back(edited);
    original_of.push_back(i);
  }
  Outcome out{.tried = all.size() - originals.size()};
  for (const Removed& removed : Trial(all, options).removed())
    out.merged += original_of[removed.row] == removed.survivor ? 1U : 0U;
  return out;
}

/// Some of the words replaced by words that many instructions have.
Edit replace_words(double share) {
  return [share](const std::string& text, Random& random) {
    static const char* const kWords[] = {"the",  "and",  "for",  "with",
                                         "that", "from", "your", "into"};
    std::vector<std::string> words = words_of(text);
    for (std::string& word : words) {
      const bool plain = std::all_of(word.begin(), word.end(), is_lower);
      if (plain && static_cast<double>(random() % 10000) < share * 10000)
        word = kWords[random() % 8];
    }
    return join(words);
  };
}

class Edits : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(std::string(BMO_TEST_DATA) + std::string(kSet))) GTEST_SKIP();
    originals_ = read_instructions();
  }

  double share(const char* name, const Edit& edit, Options options = {}) {
    const Outcome outcome = measure(originals_, edit, options);
    std::printf("%-28s %5zu tried  %.3f merged\n", name, outcome.tried, outcome.share());
    EXPECT_GT(outcome.tried, 50U);
    return outcome.share();
  }

  std::vector<Said> originals_;
};

TEST_F(Edits, ThatChangeNothingAreFound) {
  EXPECT_GE(share("case, spaces, punctuation", change_dress), 0.99);
  EXPECT_GE(share("polite prefix", add_please), 0.85);
  EXPECT_GE(share("verb swapped", swap_verb), 0.85);
  EXPECT_GE(share("adverb inserted", add_adverb), 0.80);
  EXPECT_GE(share("clauses reordered", reorder), 0.85);
  EXPECT_GE(share("two typos", type_badly), 0.20);
}

TEST_F(Edits, ThatAskSomethingElseMergeNothing) {
  EXPECT_EQ(share("number changed", change_number), 0);
  EXPECT_EQ(share("name swapped", swap_name), 0);
  EXPECT_EQ(share("negated", negate), 0);
  EXPECT_GT(share("number changed, no guards", change_number, {.guards = false}), 0.5);
}

TEST_F(Edits, OfMoreWordsAreFoundLessOften) {
  double last = 1.1;
  for (const int percent : {0, 5, 10, 15, 20}) {
    const std::string name = std::to_string(percent) + " % of words replaced";
    const double found = share(name.c_str(), replace_words(percent / 100.0));
    EXPECT_LE(found, last);
    last = found;
  }
  EXPECT_GE(last, 0.3);
}

}  // namespace
}  // namespace bmo::dedup
