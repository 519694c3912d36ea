// Learns a static table from texts and their vectors by another encoder.
//
// A row for each frequent word and for each frequent piece of a word is sought, such that the rows
// of a text add up to its vector: ridge regression by conjugate gradients, over vectors that are
// centred and turned to their principal components. A word's row is its own and the mean of its
// pieces', so that words seen seldom lean on words that look like them.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/embed/embed.hpp"
#include "bmo/embed/table.hpp"

namespace bmo::embed {

struct FitOptions {
  std::size_t dimension = 128;
  std::size_t most_rows = 30000;
  double piece_share = 0.25;  ///< Of the rows, how many are for pieces.
  double word_ridge = 0.5;
  double piece_ridge = 0.5;
  std::size_t steps = 25;
  double centring = 1.0;    ///< How much of the mean vector is taken away, 0 to 1.
  double flattening = 0.3;  ///< Power by which components are made alike, 0 to 1.
};

struct FitReport {
  std::size_t texts = 0;
  std::size_t held_out = 0;  ///< One text in fifty, at most 2,000, chosen by hash.
  std::size_t distinct_words = 0;
  std::size_t word_rows = 0;
  std::size_t piece_rows = 0;
  double known_words = 0;       ///< Share of the words of the held-out texts that have a row.
  double variance_kept = 0;     ///< By the components.
  double rank_correlation = 0;  ///< Of cosines of pairs of held-out texts, ours and the teacher's.
};

struct Fitted {
  TableParts parts;
  FitReport report;
};

/// E_FIT_TEXTS where so many texts are too few.
Status can_fit(std::size_t texts);

/// `vectors` has the row of each text. Deterministic on one machine; memory: 4 bytes a word of the
/// texts, a copy of the vectors as floats, and 2 KB a row of the table. E_FIT_TEXTS for fewer than
/// 1,000 texts.
Result<Fitted> fit_table(std::span<const std::string_view> texts, const Vectors& vectors,
                         const FitOptions& options, const StopFlag& stop);

}  // namespace bmo::embed
