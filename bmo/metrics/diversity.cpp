// Tells how varied the texts are.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/facts/word_list.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/lexical.hpp"
#include "bmo/metrics/kit/text_sample.hpp"
#include "bmo/metrics/kit/variety.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kWords = 50000;
constexpr std::size_t kSampleBytes = std::size_t{1} << 20U;

struct Diversity {
  static constexpr MetricCard card{
      .id = "diversity",
      .title = "Diversity",
      .definition =
          "How many different things the instructions ask, judged by vectors of their meaning, and "
          "how varied the words of the answers are, over a sample of 50,000 words.",
      .formula =
          "Vendi score = exp of the entropy of the eigenvalues of the mean of x x^T over unit "
          "vectors x, of all instructions and of draws of 1,000; unique = share of instructions "
          "without a near one (cosine 0.90 and above for the encoder static) of lower rank, over "
          "1,000 to 5,000 of them against up to a million. distinct-n = different n-grams / "
          "n-grams; MTLD with threshold 0.72, mean of both directions; HD-D over 42 draws. Samples "
          "are the pairs with the lowest hashes, so that they depend on neither order nor threads",
      .source =
          "Friedman & Dieng, 2023 (Vendi); Li et al., 2016 (distinct-n); McCarthy & Jarvis, "
          "2010 (MTLD), 2007 (HD-D)",
      .caution =
          "Compare only sets of the same kind, sample size and encoder: program text is less "
          "varied than prose and no worse for it. A near instruction may ask for another number or "
          "name: that two say the same is for bmo dedup to tell. Copies lower unique one for one, "
          "narrow topics lower the Vendi score: look at both.",
      .order = 5,
      .directions = true,
  };

  void add(const Observation& seen) {
    ++total;
    variety.add(seen);
    const Message* response = seen.pair.response();
    if (response == nullptr || response->content.empty()) return;
    ++answered;
    sample.add(seen.pair.content.low, response->content);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    Writer writer(out);
    const bool told = settings.space && variety.tell(*settings.space, writer);
    tell_words(told, writer, out);
  }

  void tell_words(bool told, Writer& writer, Chapter& out) const {
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
      std::string why = fmt::format("the answers have {} words; 1,000 are needed", keys.size());
      if (told) {
        writer.advise(Urgency::kInfo, std::move(why));
      } else {
        out.not_evaluated = std::move(why);
      }
      return;
    }
    const std::uint64_t n = keys.size();
    writer.number("words", "Words looked at", static_cast<double>(n), n, "words");
    for (const std::size_t size : {1, 2, 3}) {
      writer.number(fmt::format("distinct_{}", size), fmt::format("Different {}-grams", size),
                    100 * distinct_share(keys, size), n, "%");
    }
    writer.number("mtld", "Variety of words (MTLD)", mtld(keys), n).method =
        "threshold 0.72, both directions";
    writer.number("hdd", "Variety of words (HD-D)", hdd(keys), n).method = "42 draws";
  }

  std::uint64_t total = 0;
  std::uint64_t answered = 0;
  Variety variety;
  TextSample sample{kSampleBytes};
};

}  // namespace

const MetricEntry& diversity() {
  return entry<Diversity>();
}

}  // namespace bmo::metrics
