// Explains every code that no check's card explains: faults of sources, files, requests and runs.
#pragma once
#include <span>
#include <string_view>

#include "bmo/model/finding.hpp"

namespace bmo {

/// The table, in groups: sources, containers, requests, runs, notes. Static storage.
std::span<const CodeCard> codes();

/// nullptr where no such code is in the table (it may be a check's).
const CodeCard* find_code(std::string_view code);

}  // namespace bmo
