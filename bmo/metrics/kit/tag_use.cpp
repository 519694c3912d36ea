// Counts in bounded samples, then judges by shares.
#include "bmo/metrics/kit/tag_use.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/facts/word_list.hpp"

namespace bmo::metrics {
namespace {

constexpr std::uint64_t kLeast = 10;
constexpr std::size_t kShown = 30;
constexpr double kSame = 0.9;
constexpr double kFollows = 0.98;
/// A key is meant to have one value where at most so many of its pairs have two.
constexpr double kSeldom = 0.05;

constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
    {"easy", "hard"},
    {"easy", "difficult"},
    {"beginner", "advanced"},
    {"simple", "complex"},
    {"short", "long"},
    {"formal", "informal"},
    {"positive", "negative"},
    {"safe", "unsafe"},
    {"correct", "incorrect"},
    {"valid", "invalid"},
    {"complete", "incomplete"},
    {"internal", "external"},
    {"single-turn", "multi-turn"},
    {"approved", "rejected"},
    {"public", "private"},
};

/// Letters alone, in lower case: "Set-Up" and "setup" are one.
std::string bare(std::string_view tag) {
  std::string out;
  for (const char c : lower_ascii(tag)) {
    if (c != ' ' && c != '-' && c != '_' && c != '.') out += c;
  }
  return out;
}

/// Can one word be made of the other with so few changes of a letter?
bool is_near(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() + most < b.size() || b.size() + most < a.size()) return false;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()] <= most;
}

/// The key of "level:easy" or "level=easy"; empty where there is none.
std::string_view key_of(std::string_view tag) {
  const std::size_t at = tag.find_first_of(":=");
  return at == std::string_view::npos || at == 0 || at + 1 == tag.size() ? std::string_view()
                                                                         : tag.substr(0, at);
}

/// Of words alone, so that neither case nor marks make two questions of one.
std::uint64_t question_key(std::string_view question) {
  std::vector<facts::Word> words;
  facts::append_words(question, words);
  std::vector<std::uint64_t> keys;
  for (const facts::Word& word : words)
    keys.push_back(word.key);
  return hash64({reinterpret_cast<const char*>(keys.data()), keys.size() * sizeof(keys[0])});
}

using Both = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>;

struct Redundant {
  std::uint32_t keep = 0;
  std::uint32_t other = 0;
  double both = 0;
  double jaccard = 0;
  double phi = 0;
  bool follows = false;  ///< `other` is hardly ever without `keep`.
};

/// The correlation of two yes-or-no values.
double phi(double both, double a, double b, double all) {
  const double spread = std::sqrt(a * (all - a) * b * (all - b));
  return spread > 0 ? (both * all - a * b) / spread : kAbsent;
}

}  // namespace

bool are_spellings(const std::string& a, const std::string& b) {
  const std::string x = bare(a);
  const std::string y = bare(b);
  if (x == y || x + "s" == y || y + "s" == x) return true;
  return std::min(x.size(), y.size()) >= 8 && is_near(x, y, 1);
}

void TagUse::add(std::uint64_t rank, std::string_view question, const Metadata& metadata,
                 const std::vector<std::uint32_t>& tags) {
  describe(question, metadata);
  if (tags.empty()) return;
  if (pairs_.size() >= kMost && rank > pairs_.rbegin()->first) return;
  std::vector<std::uint32_t> sorted(tags);
  std::ranges::sort(sorted);
  pairs_.emplace(rank, std::move(sorted));
  if (pairs_.size() > kMost) pairs_.erase(std::prev(pairs_.end()));
}

void TagUse::describe(std::string_view question, const Metadata& metadata) {
  const std::string_view said[kFields] = {metadata[TextField::kDifficulty],
                                          metadata[TextField::kLanguage],
                                          metadata[TextField::kCategory]};
  const bool is_said = std::ranges::any_of(said, [](auto text) { return !text.empty(); });
  if (question.empty() || !is_said) return;
  const std::uint64_t key = question_key(question);
  if (questions_.size() >= kMost && key > questions_.rbegin()->first) return;
  Described& described = questions_[key];
  ++described.times;
  for (std::size_t i = 0; i < kFields; ++i) {
    if (said[i].empty()) continue;
    const std::uint64_t value = hash64(said[i]) | 1U;
    if (described.first[i] == 0) described.first[i] = value;
    described.differs[i] = described.differs[i] || described.first[i] != value;
  }
  if (questions_.size() > kMost) questions_.erase(std::prev(questions_.end()));
}

void TagUse::tell(std::span<const std::string> names, Writer& writer) const {
  if (!pairs_.empty()) {
    tell_redundant(names, writer);
    tell_exclusive(names, writer);
  }
  tell_descriptions(writer);
}

void TagUse::tell_redundant(std::span<const std::string> names, Writer& writer) const {
  std::vector<std::uint64_t> uses(names.size());
  for (const auto& [rank, tags] : pairs_) {
    for (const std::uint32_t tag : tags)
      ++uses[tag];
  }
  Both both;
  for (const auto& [rank, tags] : pairs_) {
    for (auto a = tags.begin(); a != tags.end(); ++a) {
      if (uses[*a] < kLeast) continue;
      for (auto b = std::next(a); b != tags.end(); ++b) {
        if (uses[*b] >= kLeast) ++both[{*a, *b}];
      }
    }
  }
  const auto all = static_cast<double>(pairs_.size());
  std::vector<Redundant> found;
  for (const auto& [two, count] : both) {
    const auto [a, b] =
        uses[two.first] >= uses[two.second] ? two : std::pair(two.second, two.first);
    const auto n = static_cast<double>(count);
    const auto of_a = static_cast<double>(uses[a]);
    const auto of_b = static_cast<double>(uses[b]);
    const double jaccard = n / (of_a + of_b - n);
    const bool follows = jaccard < kSame && n / of_b >= kFollows && of_a < kSame * all;
    if (jaccard < kSame && !follows) continue;
    found.push_back({a, b, n, jaccard, phi(n, of_a, of_b, all), follows});
  }
  std::ranges::stable_sort(found, std::ranges::greater(), &Redundant::jaccard);
  writer.number("redundant_tags", "Tags nearly always with another one",
                static_cast<double>(found.size()), pairs_.size());
  if (found.empty()) return;
  Table& table = writer.table("redundant", "Tags that stand together",
                              {"tag", "and", "pairs with both", "Jaccard", "phi", "proposal"});
  for (const Redundant& one : std::span(found).first(std::min(kShown, found.size()))) {
    table.rows.push_back(
        {text_cell(names[one.keep]), text_cell(names[one.other]), number_cell(one.both),
         number_cell(one.jaccard), number_cell(one.phi),
         text_cell(one.follows ? "the second is a kind of the first" : "one of them is enough")});
  }
  if (!found.front().follows) {
    writer.advise(Urgency::kWatch,
                  fmt::format("The tags {} and {} stand on nearly the same pairs (Jaccard {:.2f}): "
                              "keep one of them.",
                              excerpt(names[found.front().keep]),
                              excerpt(names[found.front().other]), found.front().jaccard));
  }
}

void TagUse::tell_exclusive(std::span<const std::string> names, Writer& writer) const {
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>, std::less<>> keys;
  std::map<std::pair<std::string, std::string>, std::uint64_t> found;
  std::set<std::uint64_t> broken;
  std::vector<std::pair<std::string_view, std::vector<std::string>>> doubled;
  for (const auto& [rank, tags] : pairs_) {
    std::map<std::string_view, std::vector<std::string>> values;
    std::set<std::string> plain;
    for (const std::uint32_t tag : tags) {
      const std::string_view key = key_of(names[tag]);
      if (key.empty()) {
        plain.insert(lower_ascii(names[tag]));
      } else {
        values[key].push_back(names[tag]);
      }
    }
    for (auto& [key, some] : values) {
      auto& [pairs, twice] = keys[std::string(key)];
      ++pairs;
      if (some.size() < 2) continue;
      ++twice;
      doubled.emplace_back(key, std::move(some));
    }
    for (const auto& [a, b] : kOpposites) {
      if (plain.contains(std::string(a)) && plain.contains(std::string(b)))
        ++found[{std::string(a), std::string(b)}];
    }
  }
  for (const auto& [key, some] : doubled) {
    const auto [pairs, twice] = keys.find(key)->second;
    const bool is_single =
        pairs >= kLeast && static_cast<double>(twice) <= kSeldom * static_cast<double>(pairs);
    if (is_single) ++found[{some[0], some[1]}];
  }
  std::uint64_t contradictions = 0;
  for (const auto& [two, count] : found)
    contradictions += count;
  writer.share("contradictions", "Pairs whose tags exclude each other",
               std::min<std::uint64_t>(contradictions, pairs_.size()), pairs_.size());
  if (found.empty()) return;
  Table& table = writer.table("exclusive", "Tags of one pair that exclude each other",
                              {"tag", "and", "pairs"});
  for (const auto& [two, count] : found) {
    if (table.rows.size() == kShown) break;
    table.rows.push_back(
        {text_cell(two.first), text_cell(two.second), number_cell(static_cast<double>(count))});
  }
  writer.advise(Urgency::kWatch,
                fmt::format("{} pairs have tags that exclude each other, such as {} and {}: decide "
                            "for one.",
                            format_count(contradictions), excerpt(found.begin()->first.first),
                            excerpt(found.begin()->first.second)));
}

void TagUse::tell_descriptions(Writer& writer) const {
  static constexpr std::array<std::string_view, kFields> kNames{"difficulty", "language",
                                                                "category"};
  std::uint64_t repeated = 0;
  std::uint64_t differing = 0;
  std::array<std::uint64_t, kFields> by_field{};
  for (const auto& [key, described] : questions_) {
    if (described.times < 2) continue;
    ++repeated;
    bool any = false;
    for (std::size_t i = 0; i < kFields; ++i) {
      by_field[i] += described.differs[i] ? 1 : 0;
      any = any || described.differs[i];
    }
    differing += any ? 1 : 0;
  }
  if (repeated == 0) return;
  writer.share("described_twice", "Repeated questions that are described in two ways", differing,
               repeated);
  if (differing == 0) return;
  std::string which;
  for (std::size_t i = 0; i < kFields; ++i) {
    if (by_field[i] != 0)
      which += fmt::format("{}{} of {}", which.empty() ? "" : ", ", kNames[i], by_field[i]);
  }
  writer.advise(Urgency::kWatch,
                fmt::format("{} questions that stand in the set more than once (but for case and "
                            "marks) are described in two ways: {}.",
                            format_count(differing), which));
}

}  // namespace bmo::metrics
