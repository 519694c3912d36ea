// Analyses, then hands the chapters to the form that the file's ending names.
#include "bmo/app/report.hpp"

#include "bmo/app/analyze_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/report/report.hpp"

namespace bmo::app {
namespace {

std::string title_of(const ReportRequest& request) {
  if (!request.title.empty()) return request.title;
  std::string out = "Report on ";
  for (std::size_t i = 0; i < request.analysis.sources.size(); ++i)
    out += (i == 0 ? "" : ", ") + request.analysis.sources[i];
  return out;
}

Error unknown_form(const std::string& out) {
  std::string endings = ".json";
  for (const report::FormEntry* form : report::all())
    endings += ", " + std::string(form->card->ending);
  return {.kind = ErrorKind::kUsage,
          .code = "E_REPORT",
          .message = "no form of report ends like `" + excerpt(out) + "`",
          .hint = "end the name of --out with one of " + endings};
}

/// nullptr: JSON, which is the analysis itself.
Result<const report::FormEntry*> form_of(const std::string& out) {
  if (out.ends_with(".json")) return nullptr;
  for (const report::FormEntry* form : report::all()) {
    if (out.ends_with(form->card->ending)) return form;
  }
  return unknown_form(out);
}

}  // namespace

Result<ReportAnswer> run_report(const ReportRequest& request, const Session& session) {
  BMO_TRY_AS(const report::FormEntry* form, form_of(request.out));
  ReportAnswer answer{.analysis = {}, .form = "json", .out = request.out};
  BMO_TRY_AS(answer.analysis, run_analyze(request.analysis, session));
  std::string bytes;
  if (form == nullptr) {
    bytes = to_json(answer.analysis);
  } else {
    answer.form = form->card->id;
    bytes = form->write({.title = title_of(request),
                         .sources = request.analysis.sources,
                         .records = answer.analysis.records,
                         .pairs = answer.analysis.pairs,
                         .quarantined = answer.analysis.quarantined,
                         .chapters = answer.analysis.chapters});
  }
  BMO_TRY(io::publish_file(session.disk, request.out, bytes, true));
  answer.bytes = bytes.size();
  return answer;
}

}  // namespace bmo::app
