// Findings as one HTML page that needs nothing beside it.
#include <algorithm>
#include <map>

#include "bmo/report/findings.hpp"

namespace bmo::report::findings {
namespace {

constexpr std::size_t kPlaces = 200;

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>bmo check</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
  color: #1b1f24; background: #fff; }
summary { cursor: pointer; padding: .4rem 0; }
.error { color: #a40e26; } .warning { color: #7d4e00; } .note { color: #0a5293; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #d0d7de;
  vertical-align: top; overflow-wrap: anywhere; }
code { background: #f2f4f7; padding: .1rem .3rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e9ec; background: #14171a; } code { background: #23282d; }
  .error { color: #ff8a8a; } .warning { color: #f0b350; } .note { color: #7fbcff; }
  th, td { border-color: #3a4148; } }
</style>
</head>
<body>
<h1>bmo check</h1>
)";

struct CodeTotal {
  std::string severity;
  std::uint64_t count = 0;
  std::string rows;
};

std::string row_text(const ShownFinding& finding) {
  return "<tr><td>" + escaped(place_text(finding)) + "</td><td>" + escaped(finding.field) +
         "</td><td>" + escaped(finding.fault) + "</td><td>" + escaped(finding.detail) +
         "</td></tr>\n";
}

class Html final : public FindingsWriter {
 public:
  explicit Html(const NotesOf& notes) : notes_(notes) {}

  void add(const ShownFinding& finding, std::string& /*out*/) override {
    CodeTotal& total = totals_[std::string(finding.code)];
    total.severity = finding.severity;
    if (++total.count <= kPlaces) total.rows += row_text(finding);
  }

  void finish(const FindingsSummary& summary, std::string& out) override {
    out += kHead;
    out += "<p>" + std::to_string(summary.records) + " records, " +
           std::to_string(summary.quarantined) + " with errors.</p>\n";
    if (totals_.empty()) out += "<p>Nothing was found.</p>\n";
    using Total = std::pair<std::string, CodeTotal>;
    std::vector<Total> totals(totals_.begin(), totals_.end());
    std::ranges::stable_sort(totals, std::greater(),
                             [](const Total& total) { return total.second.count; });
    for (const auto& [code, total] : totals)
      add_code(code, total, out);
    out += "</body>\n</html>\n";
  }

 private:
  void add_code(const std::string& code, const CodeTotal& total, std::string& out) const {
    const CodeNotes notes = notes_(code);
    out += "<details><summary><strong class=\"" + escaped(total.severity) + "\">" +
           escaped(total.severity) + "</strong> " + std::to_string(total.count) + " × " +
           escaped(code) + ": " + escaped(notes.title) + "</summary>\n";
    out += "<p>" + escaped(notes.why) + "</p>\n<p>" + escaped(notes.fix) + "</p>\n";
    if (!notes.command.empty()) out += "<p><code>" + escaped(notes.command) + "</code></p>\n";
    out +=
        "<table><thead><tr><th>place</th><th>field</th><th>fault</th><th>found</th></tr></thead>"
        "<tbody>\n" +
        total.rows + "</tbody></table>\n";
    if (total.count > kPlaces) {
      out += "<p>The first " + std::to_string(kPlaces) +
             " are shown; <code>--findings FILE.jsonl</code> holds all.</p>\n";
    }
    out += "</details>\n";
  }

  NotesOf notes_;
  std::map<std::string, CodeTotal> totals_;
};

}  // namespace

const FindingsFormat& html() {
  static constexpr FindingsFormat kFormat{
      "html", ".html", "A page to read",
      +[](const NotesOf& notes) -> std::unique_ptr<FindingsWriter> {
        return std::make_unique<Html>(notes);
      }};
  return kFormat;
}

}  // namespace bmo::report::findings
