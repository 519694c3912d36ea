// Counts words and pieces and keeps the most frequent.
#include "bmo/embed/fit_words.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "bmo/embed/table_words.hpp"

namespace bmo::embed {
namespace {

struct Distinct {
  std::uint64_t hash = 0;
  std::uint64_t count = 0;
  std::vector<std::uint64_t> pieces;
};

using RowOf = std::unordered_map<std::uint64_t, std::uint32_t>;

std::vector<std::uint64_t> pieces_of(std::string_view word) {
  std::vector<std::uint64_t> out;
  for_each_piece(word, [&](std::uint64_t hash) { out.push_back(hash); });
  return out;
}

/// Numbers the words of the texts.
std::vector<Distinct> number_words(std::span<const std::string_view> texts, FitWords& out) {
  std::vector<Distinct> distinct;
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  std::string folded;
  out.text_begins.push_back(0);
  for (const std::string_view text : texts) {
    for_each_table_word(fold_for_table(text, folded), [&](std::uint64_t hash,
                                                          std::string_view word) {
      const auto [at, is_new] = number.emplace(hash, static_cast<std::uint32_t>(distinct.size()));
      if (is_new) distinct.push_back({hash, 0, pieces_of(word)});
      ++distinct[at->second].count;
      out.words.push_back(at->second);
    });
    out.text_begins.push_back(out.words.size());
  }
  return distinct;
}

/// The most frequent, at most `most`, with rows from `first` on.
RowOf give_rows(std::vector<std::pair<std::uint64_t, std::uint64_t>> counted, std::size_t most,
                std::size_t first, std::vector<std::uint32_t>& keys) {
  std::erase_if(counted, [](const auto& entry) { return entry.second < 2; });
  std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (counted.size() > most) counted.resize(most);
  RowOf rows;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    rows.emplace(counted[i].first, static_cast<std::uint32_t>(first + i));
    keys.push_back(table_key(counted[i].first));
  }
  return rows;
}

RowOf rows_of_words(const std::vector<Distinct>& distinct, std::size_t most, FitWords& out) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> counted;
  for (const Distinct& word : distinct)
    counted.emplace_back(word.hash, word.count);
  RowOf rows = give_rows(std::move(counted), most, 0, out.keys);
  out.word_rows = rows.size();
  return rows;
}

/// A piece is counted once for each distinct word, since it is rare words that it must serve.
RowOf rows_of_pieces(const std::vector<Distinct>& distinct, std::size_t most, FitWords& out) {
  std::unordered_map<std::uint64_t, std::uint64_t> counts;
  for (const Distinct& word : distinct) {
    for (const std::uint64_t piece : word.pieces)
      ++counts[piece];
  }
  return give_rows({counts.begin(), counts.end()}, most, out.word_rows, out.keys);
}

void take_apart(const Distinct& word, const RowOf& word_rows, const RowOf& piece_rows,
                FitWords& out) {
  const auto own = word_rows.find(word.hash);
  if (own != word_rows.end()) out.parts.push_back({own->second, 1.0F});
  const std::size_t first = out.parts.size();
  for (const std::uint64_t piece : word.pieces) {
    const auto at = piece_rows.find(piece);
    if (at != piece_rows.end()) out.parts.push_back({at->second, 0});
  }
  const auto count = static_cast<float>(out.parts.size() - first);
  for (std::size_t i = first; i < out.parts.size(); ++i)
    out.parts[i].share = 1.0F / count;
}

}  // namespace

FitWords collect_words(std::span<const std::string_view> texts, std::size_t most_words,
                       std::size_t most_pieces) {
  FitWords out;
  const std::vector<Distinct> distinct = number_words(texts, out);
  const RowOf word_rows = rows_of_words(distinct, most_words, out);
  const RowOf piece_rows = rows_of_pieces(distinct, most_pieces, out);
  out.part_begins.push_back(0);
  for (const Distinct& word : distinct) {
    take_apart(word, word_rows, piece_rows, out);
    out.part_begins.push_back(out.parts.size());
    out.counts.push_back(word.count);
  }
  return out;
}

}  // namespace bmo::embed
