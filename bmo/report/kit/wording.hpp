// Says numbers and advice in the words that every form of a report shares.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/report/report.hpp"

namespace bmo::report {

using metrics::number_text;

/// "62.1 words (60.4 to 63.9)".
std::string figure_text(const metrics::Figure& figure);

std::string cell_text(const metrics::Table::Cell& cell);

/// The text with U+FFFD for bytes that are no UTF-8 and for control characters; line ends stay.
std::string sound_text(std::string_view text);

/// The start of a sound text, cut between characters so that it has at most `most` bytes.
std::string_view cut_text(std::string_view text, std::size_t most);

/// A question of a first page, and the figures that answer it.
struct Headline {
  std::string_view question;
  std::vector<const metrics::Figure*> figures;
};

/// Those that the document has figures for: what the set is, how good it is, what it is worth.
std::vector<Headline> headlines(const Document& document);

/// By column: does it hold words, which begin at the left, rather than numbers?
std::vector<bool> word_columns(const metrics::Table& table);

/// An advice with the chapter that gives it.
struct Task {
  const metrics::MetricCard* chapter = nullptr;
  const metrics::Advice* advice = nullptr;
};

/// The most urgent first; of equal ones in the order of chapters.
std::vector<Task> tasks(const Document& document);

}  // namespace bmo::report
