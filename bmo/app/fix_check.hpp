// Checks what an export's ledger says of mended pairs: the same sources, mended again, must have
// stood before as it says and stand afterwards as it says.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {

struct FixCheck {
  std::uint64_t changes = 0;        ///< What the ledger tells of.
  std::uint64_t recomputed = 0;     ///< Of these, found again in the sources.
  std::vector<std::string> faults;  ///< Changes that the other side does not know; at most 20.
  std::string note;                 ///< Why nothing was recomputed, where it was not.
};

/// Reads the ledger and the sources once each, if these are as the run found them. 24 bytes of
/// memory for each change.
Result<FixCheck> check_fixes(const std::string& directory, const json::Dom& manifest,
                             const Session& session);

}  // namespace bmo::app
