// The JSON document of an analysis.
#pragma once
#include <string>

#include "bmo/app/analyze.hpp"

namespace bmo::app {

/// `{"records","pairs","chapters":[{"id","figures":[{"id","value",...}],"tables","advice"}]}`;
/// numbers that are not known are null.
std::string to_json(const AnalyzeAnswer& answer);

}  // namespace bmo::app
