// Names the versions of the compression libraries in use.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace bmo::io {

/// Name and version of each, by name.
std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace bmo::io
