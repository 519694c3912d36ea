// Makes a workspace: a folder with bmo.toml, a catalogue and a place for data.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct InitAnswer {
  std::string directory;
  std::vector<std::string> made;   ///< Names below it that were not there before.
  std::vector<std::string> found;  ///< Names that were there and were left as they are.
};

/// Nothing that exists is changed. E_PERMISSION, E_IO.
Result<InitAnswer> run_init(const std::string& directory, const Session& session);

}  // namespace bmo::app
