// Tells how varied the texts are.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/facts/word_list.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/lexical.hpp"
#include "bmo/metrics/kit/text_sample.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kWords = 50000;
constexpr std::size_t kSampleBytes = std::size_t{1} << 20U;

struct Diversity {
  static constexpr MetricCard card{
      .id = "diversity",
      .title = "Diversity",
      .definition = "How varied the words of the answers are, over a sample of 50,000 words.",
      .formula =
          "distinct-n = different n-grams / n-grams; MTLD with threshold 0.72, mean of both "
          "directions; HD-D over 42 draws. The sample is the pairs with the lowest hashes, so that "
          "it depends on neither order nor threads",
      .source = "Li et al., 2016 (distinct-n); McCarthy & Jarvis, 2010 (MTLD), 2007 (HD-D)",
      .caution =
          "Compare only sets of the same kind and sample size: program text is less varied than "
          "prose and no worse for it.",
      .order = 5,
  };

  void add(const Observation& seen) {
    ++total;
    const Message* response = seen.pair.response();
    if (response == nullptr || response->content.empty()) return;
    ++answered;
    sample.add(seen.pair.content.low, response->content);
  }

  void conclude(const Settings& /*settings*/, Chapter& out) const {
    std::vector<std::uint64_t> keys;
    std::vector<facts::Word> words;
    for (const auto& [rank, text] : sample.texts()) {
      words.clear();
      facts::append_words(text, words);
      for (const facts::Word& word : words) {
        if (keys.size() < kWords) keys.push_back(word.key);
      }
    }
    if (keys.size() < 1000) {
      out.not_evaluated = fmt::format("the answers have {} words; 1,000 are needed", keys.size());
      return;
    }
    Writer writer(out);
    const std::uint64_t n = keys.size();
    writer.number("words", "Words looked at", static_cast<double>(n), n, "words");
    for (const std::size_t size : {1, 2, 3}) {
      writer.number(fmt::format("distinct_{}", size), fmt::format("Different {}-grams", size),
                    100 * distinct_share(keys, size), n, "%");
    }
    writer.number("mtld", "MTLD", mtld(keys), n).method = "threshold 0.72, both directions";
    writer.number("hdd", "HD-D", hdd(keys), n).method = "42 draws";
  }

  std::uint64_t total = 0;
  std::uint64_t answered = 0;
  TextSample sample{kSampleBytes};
};

}  // namespace

const MetricEntry& diversity() {
  return entry<Diversity>();
}

}  // namespace bmo::metrics
