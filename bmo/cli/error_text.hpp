// The one shape in which errors and findings are shown: what, where, an excerpt, why, fix, did.
#pragma once
#include <span>
#include <string>

#include "bmo/app/app.hpp"
#include "bmo/base/result.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// "bmo: error[E_INPUT]: ..." with its place, why and fix, each on a line of its own.
std::string error_text(const Error& error, const Style& style);

/// What became of the record that a finding is about; empty where nothing did.
struct Consequence {
  std::string for_errors;
  std::string for_others;
};

/// One finding in full.
std::string finding_text(const app::FindingExample& finding, const Consequence& did,
                         const Style& style);

/// The first five findings of each code in full, then how many more there are of each.
std::string findings_text(std::span<const app::FindingExample> examples,
                          std::span<const app::FindingCount> counts, const Consequence& did,
                          const Style& style);

}  // namespace bmo::cli
