// Counts four kinds of marks and looks their mean up in a table of the reference's quantiles.
#include "bmo/metrics/kit/complexity.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "bmo/facts/word_set.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::metrics {
namespace {

constexpr auto kReasoning = facts::word_set({
    "analyse",   "analyze",     "analysis", "argue",     "assess",       "because",
    "calculate", "cause",       "causes",   "compare",   "comparing",    "compute",
    "conclude",  "consider",    "contrast", "criticize", "debate",       "deduce",
    "derive",    "determine",   "diagnose", "differ",    "difference",   "differences",
    "discuss",   "effect",      "effects",  "estimate",  "evaluate",     "explain",
    "hence",     "how",         "if",       "impact",    "implications", "infer",
    "interpret", "investigate", "justify",  "optimize",  "plan",         "predict",
    "prove",     "reason",      "reasons",  "reasoning", "relationship", "solve",
    "step",      "steps",       "strategy", "suppose",   "then",         "therefore",
    "thus",      "why",
});

constexpr auto kConditions = facts::word_set({
    "all",        "always",   "at",      "avoid",   "between",   "both",     "cannot",
    "constraint", "each",     "ensure",  "every",   "exactly",   "except",   "exclude",
    "following",  "format",   "given",   "include", "including", "least",    "less",
    "limit",      "maximum",  "minimum", "more",    "most",      "must",     "need",
    "needs",      "never",    "no",      "not",     "only",      "provided", "required",
    "should",     "specific", "under",   "unless",  "using",     "within",   "without",
});

/// Over the instructions of Alpaca, inputs included.
constexpr ComplexityFeatures kMean{2.5825, 0.1983, 0.1835, 0.3398};
constexpr ComplexityFeatures kDeviation{0.4648, 0.1251, 0.3491, 0.4347};

/// The mean z-score below which 0, 5, 10 ... 100 % of the same instructions stand.
constexpr std::array<double, 21> kQuantiles{-1.2465, -0.7487, -0.6805, -0.5939, -0.4307, -0.4227,
                                            -0.3701, -0.2330, -0.2075, -0.1372, -0.0321, 0.0285,
                                            0.0969,  0.1757,  0.2658,  0.3434,  0.4386,  0.5598,
                                            0.7171,  0.9635,  4.0464};

}  // namespace

ComplexityFeatures complexity_features(std::span<const facts::Word> words) {
  double long_words = 0;
  double reasoning = 0;
  double conditions = 0;
  for (const facts::Word& word : words) {
    long_words += word.size >= 8 ? 1 : 0;
    reasoning += kReasoning.contains(word) ? 1 : 0;
    conditions += kConditions.contains(word) ? 1 : 0;
  }
  const auto count = static_cast<double>(words.size());
  return {std::log1p(count), count == 0 ? 0 : long_words / count, std::log1p(reasoning),
          std::log1p(conditions)};
}

double complexity_of(std::span<const facts::Word> words) {
  if (words.size() < 3) return kAbsent;
  const ComplexityFeatures features = complexity_features(words);
  double mean = 0;
  for (std::size_t i = 0; i < features.size(); ++i)
    mean += (features[i] - kMean[i]) / kDeviation[i] / static_cast<double>(features.size());
  const auto above = std::ranges::upper_bound(kQuantiles, mean);
  if (above == kQuantiles.begin()) return 0;
  if (above == kQuantiles.end()) return 100;
  const double begin = *std::prev(above);
  const auto step = static_cast<double>(std::distance(kQuantiles.begin(), above) - 1);
  return 5 * (step + (mean - begin) / (*above - begin));
}

std::size_t complexity_band(double complexity) {
  return static_cast<std::size_t>(std::clamp(complexity / 20, 0.0, 4.0));
}

}  // namespace bmo::metrics
