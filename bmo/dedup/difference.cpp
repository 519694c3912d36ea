// Takes off what both texts begin and end with, word by word.
#include "bmo/dedup/difference.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "bmo/facts/norm.hpp"

namespace bmo::dedup {
namespace {

constexpr std::size_t kShownWords = 12;

using Words = std::vector<std::string_view>;

Words words_of(std::string_view norm) {
  Words words;
  facts::for_each_norm_word(norm, [&words](std::string_view word) { words.push_back(word); });
  return words;
}

std::string shown(const Words& words, std::size_t begin, std::size_t end) {
  std::string out = "[";
  for (std::size_t i = begin; i < std::min(end, begin + kShownWords); ++i) {
    if (i > begin) out += ' ';
    out += words[i];
  }
  if (end > begin + kShownWords) out += " ...";
  return out + "]";
}

void add_side(std::string_view name, std::string_view gone, std::string_view kept,
              std::string& out) {
  const Words a = words_of(gone);
  const Words b = words_of(kept);
  const auto [end_a, end_b] = std::ranges::mismatch(a, b);
  const auto begin = static_cast<std::size_t>(end_a - a.begin());
  if (end_a == a.end() && end_b == b.end()) return;
  std::size_t tail = 0;
  while (tail < std::min(a.size(), b.size()) - begin &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  if (!out.empty()) out += "; ";
  out += name;
  out += ": " + shown(a, begin, a.size() - tail) + " -> " + shown(b, begin, b.size() - tail);
}

}  // namespace

std::string describe_difference(const Texts& gone, const Texts& kept) {
  std::string out;
  add_side("instruction", gone.instruction, kept.instruction, out);
  add_side("response", gone.response, kept.response, out);
  return out;
}

}  // namespace bmo::dedup
