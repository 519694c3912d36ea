// What a run ends with on the terminal: the fates of all records, the files made, the next step.
#pragma once
#include <string>

#include "bmo/app/app.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// Records by fate with their share; fates that no record had are left out.
std::string fates_text(const app::ExportAnswer& answer, const Style& style);

/// How often each code was found.
std::string finding_counts_text(const app::ExportAnswer& answer, const Style& style);

/// How often each fix changed something.
std::string fixes_text(const app::ExportAnswer& answer, const Style& style);

/// The whole summary of `export` and `import`: notes, fates, findings, files. On a terminal also
/// how long it took: elsewhere the same run gives the same text.
std::string export_summary(const app::ExportAnswer& answer, const Style& style);

/// The summary of `check`: notes, how many records have faults, how often each code was found.
std::string check_summary(const app::ExportAnswer& answer, const Style& style);

/// What each gate dropped, with the pairs nearest to its border, and why a run is held.
std::string gates_text(const app::ExportAnswer& answer, const Style& style);

/// 1 where records are quarantined or held, or findings reach `fail_on` (empty: errors); 0
/// otherwise.
int exit_code_of(const app::ExportAnswer& answer, std::string_view fail_on);

}  // namespace bmo::cli
