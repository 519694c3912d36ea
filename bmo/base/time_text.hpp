// Tells texts that are dates and times in the forms of ISO 8601, as readers that guess types do.
#pragma once
#include <cstddef>
#include <string_view>

namespace bmo {

/// "2025-09-01", "2025-09-01T09", "2025-09-01 09:40:00+02:00": what Arrow's JSON reader takes for a
/// time. A text with a fraction of a second is none to it.
bool is_time_text(std::string_view text);

/// Where a fraction of a second would stand in a time text, and what has to stand before it: after
/// "09:40:00" nothing, after "09:40" its seconds. `at` is 0 where the text has no minutes.
struct FractionPlace {
  std::size_t at = 0;
  std::string_view with;  ///< ".000" or ":00.000".
};
FractionPlace fraction_place(std::string_view text);

}  // namespace bmo
