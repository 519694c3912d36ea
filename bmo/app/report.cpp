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

constexpr std::string_view kJson = "json";

Error unknown_form(const ReportRequest& request) {
  std::string endings = ".json";
  for (const report::FormEntry* form : report::all())
    endings += ", " + std::string(form->card->ending);
  return {.kind = ErrorKind::kUsage,
          .code = "E_REPORT",
          .message = request.form.empty()
                         ? "no form of report ends like `" + excerpt(request.out) + "`"
                         : "there is no form of report `" + excerpt(request.form) + "`",
          .hint = "end the name of --out with one of " + endings + ", or name the form by --form"};
}

/// nullptr: JSON, which is the analysis itself.
Result<const report::FormEntry*> form_of(const ReportRequest& request) {
  const auto is_meant = [&](std::string_view id, std::string_view ending) {
    return request.form.empty() ? request.out.ends_with(ending) : request.form == id;
  };
  if (is_meant(kJson, ".json")) return nullptr;
  for (const report::FormEntry* form : report::all()) {
    if (is_meant(form->card->id, form->card->ending)) return form;
  }
  return unknown_form(request);
}

}  // namespace

std::vector<std::string> report_forms() {
  std::vector<std::string> out{std::string(kJson)};
  for (const report::FormEntry* form : report::all())
    out.emplace_back(form->card->id);
  return out;
}

Result<ReportAnswer> run_report(const ReportRequest& request, const Session& session) {
  BMO_TRY_AS(const report::FormEntry* form, form_of(request));
  ReportAnswer answer{.analysis = {}, .form = std::string(kJson), .out = request.out};
  BMO_TRY_AS(answer.analysis, run_analyze(request.analysis, session));
  std::string bytes;
  if (form == nullptr) {
    bytes = to_json(answer.analysis);
  } else {
    answer.form = form->card->id;
    BMO_TRY_AS(report::Written written, form->write({.title = title_of(request),
                                                     .sources = request.analysis.sources,
                                                     .records = answer.analysis.records,
                                                     .pairs = answer.analysis.pairs,
                                                     .quarantined = answer.analysis.quarantined,
                                                     .chapters = answer.analysis.chapters}));
    bytes = std::move(written.bytes);
    answer.notes = std::move(written.notes);
  }
  BMO_TRY(io::publish_file(session.disk, request.out, bytes, true));
  answer.bytes = bytes.size();
  return answer;
}

}  // namespace bmo::app
