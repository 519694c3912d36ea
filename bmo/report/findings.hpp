// Writes every finding of a check as a file: one format for each file in findings/.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bmo::report {

/// One finding with its place. Views live until the call that is given them returns.
struct ShownFinding {
  std::string_view code;
  std::string_view severity;  ///< "note", "warning", "error".
  std::string_view fault;     ///< What the check tells apart; or empty.
  std::string_view component;
  std::uint32_t points = 0;
  std::string_view file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;    ///< 0: the container has no lines.
  std::uint64_t column = 0;  ///< 0: not known.
  std::uint64_t byte = 0;
  std::string_view field;
  std::string_view detail;
};

/// What is known of a code.
struct CodeNotes {
  std::string title;
  std::string why;
  std::string fix;
  std::string command;  ///< What resolves it, as a command to run; or empty.
};
using NotesOf = std::function<CodeNotes(std::string_view code)>;

struct FindingsSummary {
  std::uint64_t records = 0;
  std::uint64_t quarantined = 0;
  std::vector<std::string_view> checked;  ///< The codes that were looked for.
};

/// Turns findings into text as they come, in input order; what it holds is bounded.
class FindingsWriter {
 public:
  virtual ~FindingsWriter() = default;
  /// Appends to `out`.
  virtual void add(const ShownFinding& finding, std::string& out) = 0;
  virtual void finish(const FindingsSummary& summary, std::string& out) = 0;
};

struct FindingsFormat {
  std::string_view id;
  std::string_view ending;  ///< ".sarif"
  std::string_view title;
  std::unique_ptr<FindingsWriter> (*make)(const NotesOf& notes);
};

namespace findings {
/// Every format, by file name. The build writes this table.
std::span<const FindingsFormat* const> all();
}  // namespace findings

/// The format of a file of that name; nullptr: none has that ending.
const FindingsFormat* find_findings_format(std::string_view path);

/// "data/a.jsonl:12" or "data/a.parquet record 12".
std::string place_text(const ShownFinding& finding);

/// Text as it stands in HTML and XML; what XML 1.0 has no room for becomes U+FFFD.
std::string escaped(std::string_view text);

}  // namespace bmo::report
