// Sets the figures of two data sets side by side.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/analyze.hpp"
#include "bmo/app/figure_changes.hpp"

namespace bmo::app {

struct CompareRequest {
  AnalyzeRequest analysis;
  std::string with;  ///< A source, read and measured in the same way.
};

struct CompareAnswer {
  AnalyzeAnswer analysis;
  std::string with;
  std::vector<FigureChange> changes;  ///< From `with` to the analysed set.
};

/// Errors: those of run_analyze.
Result<CompareAnswer> run_compare(const CompareRequest& request, const Session& session);

/// The document of the analysis with `compared_with` and `changes`.
std::string to_json(const CompareAnswer& answer);

}  // namespace bmo::app
