// Lists what bmo knows by kind: containers, layouts, checks, codes, data sets.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct ListItem {
  std::string kind;  ///< "container"; tells the two kinds of `formats` apart.
  std::string name;
  std::string code;
  std::string severity;
  std::string summary;
  std::string detail;  ///< What else a line of the list shows: endings, fields.
};

struct ListAnswer {
  std::string kind;
  std::vector<ListItem> items;
};

/// E_KIND (kUsage) names the known kinds.
Result<ListAnswer> run_list(const std::string& kind);

/// The kinds that `run_list` knows, and "datasets", which `list_datasets` answers.
std::vector<std::string> list_kinds();

}  // namespace bmo::app
