// Says what a name or a code means: a container, a layout, a check, or a code of a message.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::app {

/// What bmo knows of one thing with a card; empty parts are left out when it is shown.
struct ExplainAnswer {
  std::string kind;  ///< "container", "layout", "check", "score", "code".
  std::string name;
  std::string code;
  std::string severity;
  std::string title;
  std::string summary;
  std::string why;
  std::string fix;
  std::vector<std::pair<std::string, std::string>> more;  ///< "endings" -> ".jsonl .ndjson"
};

/// E_NOT_FOUND (kUsage) names the nearest known one.
Result<ExplainAnswer> run_explain(const std::string& name_or_code);

/// The texts of a finding's code; empty where the code has none.
struct CodeText {
  std::string_view title;
  std::string_view why;
  std::string_view fix;
  bool of_one_output = false;  ///< It leaves pairs out of one output, or warns of it.
};
CodeText text_of_code(std::string_view code);

}  // namespace bmo::app
