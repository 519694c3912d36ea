// Names of fates, severities and components.
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

std::string_view component_name(Component component) {
  constexpr std::string_view kNames[kNumComponents] = {"none", "coherence", "completeness",
                                                       "hygiene", "clarity"};
  return kNames[static_cast<std::size_t>(component)];
}

}  // namespace bmo
