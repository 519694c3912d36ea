// Removes folders of the workspace so that a crash midway leaves nothing that looks whole.
#pragma once
#include <string>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

/// Takes `name` out of `home` at once (by renaming it), then removes what it holds.
Status discard_folder(io::Disk& disk, const std::string& home, const std::string& name);

/// Removes what an interrupted `discard_folder` left in `home`.
Status sweep_discarded(io::Disk& disk, const std::string& home);

}  // namespace bmo::workspace
