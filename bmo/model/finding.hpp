// One place where a rule is broken, as data: text is made only when someone reads it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo {

enum class Severity : std::uint8_t { kNote, kWarning, kError };

std::string_view severity_name(Severity severity);

/// The side of a pair that a finding counts against. Scores add up the points of each side apart.
enum class Component : std::uint8_t { kNone, kCoherence, kCompleteness, kHygiene, kClarity };
inline constexpr std::size_t kNumComponents = 5;

/// "none", "coherence", "completeness", "hygiene", "clarity".
std::string_view component_name(Component component);

/// A finding of severity kError quarantines its record; others keep it.
struct Finding {
  std::string_view code;  ///< "E_ROLE"; static storage (a card's or the code table's).
  Severity severity = Severity::kError;
  Component component = Component::kNone;
  std::uint8_t points = 0;   ///< What the finding takes from its component's score.
  std::uint32_t row = 0;     ///< Index of the record within its batch.
  std::uint64_t column = 0;  ///< Byte within the record's line, from 1; 0: not known.
  std::string field;         ///< "messages[2].content"; empty: the whole record.
  std::string_view fault;    ///< What the check tells apart: "open_fence"; static storage or empty.
  std::string detail;        ///< The observation ("found number 7"); no content beyond 80 bytes.
  std::string_view output;   ///< The one output that it is about, as asked for; empty: all.
};

/// What every code means; `explain` prints it and docs/reference/codes.md is made from it.
struct CodeCard {
  std::string_view code;
  Severity severity;
  std::string_view title;
  std::string_view why;
  std::string_view fix;
};

}  // namespace bmo
