// The command line: words in, an answer on stdout, an exit code out.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include <span>
#include <string>

#include "bmo/base/stop.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// Runs `bmo WORDS...`. Nothing is thrown; the exit code follows base/result.hpp, with 0 for done
/// and clean, 1 for done with findings, and 128 + signal where one stopped the run.
int run(std::span<const std::string> words, Output& out, Output& err, const StopFlag& stop);

}  // namespace bmo::cli
