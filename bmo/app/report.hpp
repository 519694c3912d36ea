// Writes the figures of a data set as a report for people.
#pragma once
#include <string>

#include "bmo/app/analyze.hpp"

namespace bmo::app {

struct ReportRequest {
  AnalyzeRequest analysis;
  std::string out;    ///< The file; its ending says the form.
  std::string title;  ///< Empty: made from the sources.
};

struct ReportAnswer {
  AnalyzeAnswer analysis;
  std::string form;
  std::string out;
  std::uint64_t bytes = 0;
};

/// The file is whole or not there. E_REPORT (kUsage) where no form has its ending; else the errors
/// of run_analyze.
Result<ReportAnswer> run_report(const ReportRequest& request, const Session& session);

}  // namespace bmo::app
