// Counts terms by cluster and in all; a text counts a term once.
#include "bmo/metrics/kit/cluster_words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "bmo/base/text.hpp"
#include "bmo/facts/word_list.hpp"
#include "bmo/facts/word_set.hpp"

namespace bmo::metrics {
namespace {

constexpr auto kStopWords = facts::word_set(
    {"a",        "about",     "above",  "after",    "all",      "also",    "am",
     "an",       "and",       "any",    "are",      "as",       "at",      "be",
     "because",  "been",      "before", "being",    "below",    "between", "both",
     "but",      "by",        "can",    "could",    "did",      "do",      "does",
     "each",     "for",       "from",   "given",    "had",      "has",     "have",
     "he",       "her",       "his",    "how",      "i",        "if",      "in",
     "into",     "is",        "it",     "it's",     "its",      "just",    "like",
     "many",     "may",       "me",     "more",     "most",     "much",    "must",
     "my",       "no",        "not",    "of",       "on",       "one",     "only",
     "or",       "other",     "our",    "out",      "over",     "same",    "she",
     "should",   "so",        "some",   "such",     "than",     "that",    "the",
     "their",    "them",      "then",   "there",    "these",    "they",    "this",
     "those",    "to",        "two",    "under",    "up",       "us",      "use",
     "using",    "was",       "we",     "were",     "what",     "when",    "where",
     "which",    "who",       "whom",   "why",      "will",     "with",    "would",
     "you",      "your",      "answer", "answers",  "classify", "compare", "compose",
     "create",   "describe",  "design", "edit",     "explain",  "find",    "following",
     "generate", "get",       "give",   "identify", "input",    "list",    "make",
     "name",     "output",    "please", "provide",  "question", "rewrite", "sentence",
     "suggest",  "summarize", "take",   "tell",     "text",     "write",   "example",
     "examples", "need",      "want",   "different"});

bool says_something(const facts::Word& word, std::string_view text) {
  if (kStopWords.contains(word)) return false;
  const std::string_view letters = word.in(text);
  return letters.size() >= 2 && (letters.front() < '0' || letters.front() > '9');
}

/// The terms of one text, once each.
std::set<std::string> terms_of(std::string_view text, std::vector<facts::Word>& words) {
  words.clear();
  facts::append_words(text, words);
  std::set<std::string> out;
  std::string before;
  for (const facts::Word& word : words) {
    if (!says_something(word, text)) {
      before.clear();
      continue;
    }
    std::string lower = lower_ascii(word.in(text));
    if (!before.empty()) out.insert(before + " " + lower);
    out.insert(lower);
    before = std::move(lower);
  }
  return out;
}

struct Ranked {
  double weight = 0;
  const std::string* term = nullptr;
};

/// No word twice: not "bread" beside "bake bread".
bool is_said(const std::vector<std::string>& chosen, const std::string& term) {
  return std::ranges::any_of(chosen, [&term](const std::string& other) {
    return (" " + other + " ").find(" " + term + " ") != std::string::npos ||
           (" " + term + " ").find(" " + other + " ") != std::string::npos;
  });
}

std::vector<std::string> chosen(std::vector<Ranked> ranked, std::size_t most) {
  std::ranges::sort(ranked, [](const Ranked& a, const Ranked& b) {
    return a.weight != b.weight ? a.weight > b.weight : *a.term < *b.term;
  });
  std::vector<std::string> out;
  for (const Ranked& one : ranked) {
    if (out.size() == most) break;
    if (!is_said(out, *one.term)) out.push_back(*one.term);
  }
  return out;
}

}  // namespace

std::vector<std::vector<std::string>> cluster_words(std::span<const std::string> texts,
                                                    std::span<const std::uint32_t> of,
                                                    std::size_t clusters, std::size_t most) {
  std::map<std::string, std::map<std::uint32_t, std::uint32_t>> counts;
  std::vector<double> sizes(clusters);
  std::vector<facts::Word> words;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const std::string& term : terms_of(texts[i], words)) {
      ++counts[term][of[i]];
      ++sizes[of[i]];
    }
  }
  double all = 0;
  for (const double size : sizes)
    all += size;
  const double mean = all / static_cast<double>(std::max<std::size_t>(1, clusters));
  std::vector<std::vector<Ranked>> ranked(clusters);
  for (const auto& [term, by_cluster] : counts) {
    double uses = 0;
    for (const auto& [cluster, count] : by_cluster)
      uses += count;
    for (const auto& [cluster, count] : by_cluster) {
      if (count < 2) continue;
      ranked[cluster].push_back({count / sizes[cluster] * std::log(1 + mean / uses), &term});
    }
  }
  std::vector<std::vector<std::string>> out;
  for (std::vector<Ranked>& one : ranked)
    out.push_back(chosen(std::move(one), most));
  return out;
}

}  // namespace bmo::metrics
