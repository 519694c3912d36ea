// Checks an export's claims about duplicates: each names a pair that stayed, and matches it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {

struct DuplicateCheck {
  std::uint64_t claims = 0;         ///< Pairs that went as duplicates.
  std::uint64_t recomputed = 0;     ///< Whose match was worked out anew from the sources.
  std::vector<std::string> faults;  ///< What contradicts a claim; at most 20.
  std::string note;                 ///< Why matches were not recomputed, where they were not.
};

/// Reads the ledger twice (a claim's survivor must have stayed, under the id that the claim says)
/// and the sources once, if they are where the run found them and are unchanged: then up to 200,000
/// claims are judged by other means than those that made them (dedup/match_check.hpp). 60 bytes of
/// memory for each claim, and the texts of those recomputed.
Result<DuplicateCheck> check_duplicates(const std::string& directory, const json::Dom& manifest,
                                        const Session& session);

}  // namespace bmo::app
