// Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines.
#include <map>

#include "bmo/json/dom.hpp"
#include "bmo/report/findings.hpp"

namespace bmo::report::findings {
namespace {

std::string text_of(const json::Dom& dom) {
  return dom.dump(-1, ' ', false, json::Dom::error_handler_t::replace);
}

/// A path as a URI reference.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char byte : path) {
    const auto value = static_cast<unsigned char>(byte);
    if (kPlain.find(byte) != std::string_view::npos) {
      out += byte;
    } else {
      out += {'%', kHex[value >> 4U], kHex[value & 15U]};
    }
  }
  return out;
}

json::Dom location_of(const ShownFinding& finding) {
  json::Dom place{{"artifactLocation", {{"uri", uri_of(finding.file)}}}};
  if (finding.line != 0) place["region"]["startLine"] = finding.line;
  if (finding.line != 0 && finding.column != 0) place["region"]["startColumn"] = finding.column;
  json::Dom out{{"physicalLocation", std::move(place)}};
  if (!finding.field.empty()) {
    out["logicalLocations"] = {{{"fullyQualifiedName", finding.field}, {"kind", "member"}}};
  }
  return out;
}

class Sarif final : public FindingsWriter {
 public:
  explicit Sarif(const NotesOf& notes) : notes_(notes) {}

  void add(const ShownFinding& finding, std::string& out) override {
    const auto [rule, is_new] = rules_.emplace(finding.code, rules_.size());
    if (is_new) order_.push_back(rule->first);
    const std::string said(finding.detail.empty() ? finding.code : finding.detail);
    const json::Dom result{
        {"ruleId", finding.code},
        {"ruleIndex", rule->second},
        {"level", finding.severity},
        {"message", {{"text", said}}},
        {"locations", json::Dom::array({location_of(finding)})},
        {"properties",
         {{"record", finding.record}, {"fault", finding.fault}, {"points", finding.points}}}};
    out += started_ ? ",\n" : kHead;
    started_ = true;
    out += text_of(result);
  }

  void finish(const FindingsSummary& summary, std::string& out) override {
    if (!started_) out += kHead;
    json::Dom rules = json::Dom::array();
    for (const std::string& code : order_) {
      const CodeNotes notes = notes_(code);
      rules.push_back({{"id", code},
                       {"shortDescription", {{"text", notes.title.empty() ? code : notes.title}}},
                       {"fullDescription", {{"text", notes.why.empty() ? code : notes.why}}},
                       {"help", {{"text", help_of(notes)}}}});
    }
    out += "\n],\"columnKind\":\"unicodeCodePoints\",\"tool\":" +
           text_of({{"driver", {{"name", "bmo"}, {"rules", std::move(rules)}}}}) +
           ",\"properties\":" +
           text_of({{"records", summary.records}, {"quarantined", summary.quarantined}}) + "}]}\n";
  }

 private:
  static constexpr std::string_view kHead =
      "{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
      "sarif-schema-2.1.0.json\",\"version\":\"2.1.0\",\n"
      "\"runs\":[{\"results\":[\n";

  static std::string help_of(const CodeNotes& notes) {
    std::string out = notes.fix;
    if (!notes.command.empty()) out += (out.empty() ? "" : "\n") + notes.command;
    return out.empty() ? "bmo explain says more." : out;
  }

  NotesOf notes_;
  std::map<std::string, std::size_t, std::less<>> rules_;
  std::vector<std::string> order_;
  bool started_ = false;
};

}  // namespace

const FindingsFormat& sarif() {
  static constexpr FindingsFormat kFormat{
      "sarif", ".sarif", "SARIF 2.1.0, for code hosts and editors",
      +[](const NotesOf& notes) -> std::unique_ptr<FindingsWriter> {
        return std::make_unique<Sarif>(notes);
      }};
  return kFormat;
}

}  // namespace bmo::report::findings
