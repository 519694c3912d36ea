// Over keys of words: a word is compared as a number.
#include "bmo/metrics/kit/lexical.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bmo/model/pair.hpp"

namespace bmo::metrics {
namespace {

template <typename Keys>
double mtld_one_way(const Keys& keys) {
  constexpr double kThreshold = 0.72;
  double factors = 0;
  std::unordered_set<std::uint64_t> types;
  std::uint64_t tokens = 0;
  for (const std::uint64_t key : keys) {
    types.insert(key);
    ++tokens;
    if (static_cast<double>(types.size()) / static_cast<double>(tokens) > kThreshold) continue;
    factors += 1;
    types.clear();
    tokens = 0;
  }
  if (tokens > 0) {
    const double ratio = static_cast<double>(types.size()) / static_cast<double>(tokens);
    factors += (1 - ratio) / (1 - kThreshold);
  }
  const auto n = static_cast<double>(std::distance(keys.begin(), keys.end()));
  return factors > 0 ? n / factors : n;
}

}  // namespace

double distinct_share(std::span<const std::uint64_t> words, std::size_t n) {
  if (words.size() < n) return kAbsent;
  std::unordered_set<std::uint64_t> seen;
  const std::size_t total = words.size() - n + 1;
  for (std::size_t i = 0; i < total; ++i) {
    std::uint64_t key = 0;
    for (std::size_t j = 0; j < n; ++j)
      key = (key ^ words[i + j]) * 0x9E3779B97F4A7C15U + (key >> 29U);
    seen.insert(key);
  }
  return static_cast<double>(seen.size()) / static_cast<double>(total);
}

double mtld(std::span<const std::uint64_t> words) {
  if (words.empty()) return kAbsent;
  std::vector<std::uint64_t> reversed(words.rbegin(), words.rend());
  return (mtld_one_way(words) + mtld_one_way(reversed)) / 2;
}

double hdd(std::span<const std::uint64_t> words) {
  constexpr int kDraws = 42;
  if (words.size() < kDraws) return kAbsent;
  std::unordered_map<std::uint64_t, std::uint64_t> counts;
  for (const std::uint64_t key : words)
    ++counts[key];
  // How many types there are of each count: few numbers, added in their order.
  std::vector<std::uint64_t> sorted;
  for (const auto& [key, count] : counts)
    sorted.push_back(count);
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(words.size());
  double sum = 0;
  for (const std::uint64_t count : sorted) {
    // The chance that none of 42 draws is of this type.
    double none = 1;
    for (int draw = 0; draw < kDraws; ++draw)
      none *= std::max(0.0, n - static_cast<double>(count) - draw) / (n - draw);
    sum += 1 - none;
  }
  return sum / kDraws;
}

}  // namespace bmo::metrics
