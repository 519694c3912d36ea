// Names of fates and severities.
#include "bmo/model/batch.hpp"

namespace bmo {

std::string_view fate_name(Fate fate) {
  constexpr std::string_view kNames[] = {"exported", "filtered", "duplicate", "quarantined",
                                         "held"};
  return kNames[static_cast<std::size_t>(fate)];
}

std::string_view severity_name(Severity severity) {
  constexpr std::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<std::size_t>(severity)];
}

}  // namespace bmo
