// Writes the figures of a data set as a report for people.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/analyze.hpp"

namespace bmo::app {

struct ReportRequest {
  AnalyzeRequest analysis;
  std::string out;    ///< The file.
  std::string form;   ///< One of report_forms(); empty: the file's ending says it.
  std::string title;  ///< Empty: made from the sources.
};

struct ReportAnswer {
  AnalyzeAnswer analysis;
  std::string form;
  std::string out;
  std::uint64_t bytes = 0;
  std::vector<std::string> notes;  ///< What this machine lacks to write the form well.
};

/// The ids of all forms: "csv", "html".
std::vector<std::string> report_forms();

/// The file is whole or not there. E_REPORT (kUsage) where there is no such form, E_REPORT_WRITE
/// where the machine lacks what the form needs; else the errors of run_analyze.
Result<ReportAnswer> run_report(const ReportRequest& request, const Session& session);

}  // namespace bmo::app
