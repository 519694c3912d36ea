// Turns figures into something to read: one file for each form of a report.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::report {

/// What a report is about. It holds no time and no path of a machine: the same set gives the same
/// bytes.
struct Document {
  std::string title;
  std::vector<std::string> sources;  ///< As they were named.
  std::uint64_t records = 0;
  std::uint64_t pairs = 0;
  std::uint64_t quarantined = 0;
  std::vector<metrics::Chapter> chapters;  ///< In their order.
};

/// A report as a file holds it.
struct Written {
  std::string bytes;
  std::vector<std::string> notes;  ///< What the reader should know: what this machine lacks.
};

struct FormCard {
  std::string_view id;      ///< Also the file's name: "html".
  std::string_view ending;  ///< ".html"
  std::string_view title;
};

/// A form is a struct with a card that writes a document as bytes.
template <typename F>
concept WritesReports = requires(const Document& document) {
  { F::card } -> std::convertible_to<const FormCard&>;
  { F::write(document) } -> std::same_as<Result<Written>>;
};

struct FormEntry {
  const FormCard* card;
  /// The same document gives the same bytes. An error says what the machine lacks to write them.
  Result<Written> (*write)(const Document&);
};

template <WritesReports F>
const FormEntry& entry() {
  static constexpr FormEntry kEntry{&F::card, &F::write};
  return kEntry;
}

/// Every form, by id. The build writes this table from the file names.
std::span<const FormEntry* const> all();

}  // namespace bmo::report
