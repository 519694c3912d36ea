// Findings as JUnit XML, which build servers show: one test case for each code that was looked for.
#include <map>
#include <set>

#include "bmo/report/findings.hpp"

namespace bmo::report::findings {
namespace {

constexpr std::size_t kPlaces = 100;

struct CodeTotal {
  bool is_error = false;
  std::uint64_t count = 0;
  std::string places;
};

/// The text of a test case holds the first places; the other formats hold all.
std::string case_text(const std::string& code, const CodeTotal& total, const CodeNotes& notes) {
  std::string out = "    <testcase classname=\"bmo\" name=\"" + escaped(code) + "\">\n";
  std::string said = std::to_string(total.count) + " found: " + notes.title;
  std::string body = total.places;
  if (total.count > kPlaces) body += "... and more: bmo check --findings all.jsonl\n";
  if (!notes.fix.empty()) body += "fix: " + notes.fix + "\n";
  if (!notes.command.empty()) body += notes.command + "\n";
  if (total.is_error) {
    out += "      <failure type=\"error\" message=\"" + escaped(said) + "\">" + escaped(body) +
           "</failure>\n";
  } else {
    out += "      <system-out>" + escaped(said + "\n" + body) + "</system-out>\n";
  }
  return out + "    </testcase>\n";
}

class Junit final : public FindingsWriter {
 public:
  explicit Junit(const NotesOf& notes) : notes_(notes) {}

  void add(const ShownFinding& finding, std::string& /*out*/) override {
    CodeTotal& total = totals_[std::string(finding.code)];
    total.is_error = total.is_error || finding.severity == "error";
    if (++total.count > kPlaces) return;
    total.places += place_text(finding);
    if (!finding.field.empty()) total.places.append(" ").append(finding.field);
    if (!finding.detail.empty()) total.places.append(": ").append(finding.detail);
    total.places += "\n";
  }

  void finish(const FindingsSummary& summary, std::string& out) override {
    std::set<std::string> codes(summary.checked.begin(), summary.checked.end());
    std::size_t failures = 0;
    for (const auto& [code, total] : totals_) {
      codes.insert(code);
      failures += total.is_error ? 1U : 0U;
    }
    const std::string counts = "tests=\"" + std::to_string(codes.size()) + "\" failures=\"" +
                               std::to_string(failures) + "\"";
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts + ">\n";
    out += "  <testsuite name=\"bmo check\" " + counts + ">\n";
    for (const std::string& code : codes) {
      const auto total = totals_.find(code);
      if (total == totals_.end()) {
        out += "    <testcase classname=\"bmo\" name=\"" + escaped(code) + "\"/>\n";
      } else {
        out += case_text(code, total->second, notes_(code));
      }
    }
    out += "  </testsuite>\n</testsuites>\n";
  }

 private:
  NotesOf notes_;
  std::map<std::string, CodeTotal> totals_;
};

}  // namespace

const FindingsFormat& junit() {
  static constexpr FindingsFormat kFormat{
      "junit", ".xml", "JUnit XML, for build servers",
      +[](const NotesOf& notes) -> std::unique_ptr<FindingsWriter> {
        return std::make_unique<Junit>(notes);
      }};
  return kFormat;
}

}  // namespace bmo::report::findings
