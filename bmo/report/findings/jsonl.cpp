// Findings as JSON Lines: one object each.
#include "bmo/json/dom.hpp"
#include "bmo/report/findings.hpp"

namespace bmo::report::findings {
namespace {

class Jsonl final : public FindingsWriter {
 public:
  explicit Jsonl(const NotesOf& notes) : notes_(notes) {}

  void add(const ShownFinding& finding, std::string& out) override {
    json::Dom row{{"code", finding.code},
                  {"severity", finding.severity},
                  {"fault", finding.fault},
                  {"component", finding.component},
                  {"points", finding.points},
                  {"file", finding.file},
                  {"record", finding.record},
                  {"line", finding.line},
                  {"column", finding.column},
                  {"byte", finding.byte},
                  {"field", finding.field},
                  {"detail", finding.detail},
                  {"title", notes_(finding.code).title}};
    out += row.dump(-1, ' ', false, json::Dom::error_handler_t::replace) + "\n";
  }

  void finish(const FindingsSummary& /*summary*/, std::string& /*out*/) override {}

 private:
  NotesOf notes_;
};

}  // namespace

const FindingsFormat& jsonl() {
  static constexpr FindingsFormat kFormat{
      "jsonl", ".jsonl", "One JSON object for each finding",
      +[](const NotesOf& notes) -> std::unique_ptr<FindingsWriter> {
        return std::make_unique<Jsonl>(notes);
      }};
  return kFormat;
}

}  // namespace bmo::report::findings
