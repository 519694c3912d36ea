// Re-reads an export and proves it against its manifest.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/export.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct Damage {
  std::string path;
  std::string what;  ///< "missing", "12 bytes short", "bytes differ (first in ...)", ...
  std::string fix;
};

struct VerifyAnswer {
  ExportAnswer summary;  ///< As the manifest says.
  std::vector<Damage> damage;
  std::uint64_t bytes_read = 0;
  std::uint64_t matches = 0;             ///< Pairs that went for another one.
  std::uint64_t matches_recomputed = 0;  ///< Of these, judged anew from the sources.
  std::uint64_t changes = 0;             ///< What fixes did, as the ledger tells ...
  std::uint64_t changes_recomputed = 0;  ///< ... and of this, found again in the sources.
  std::vector<std::string> notes;
  double seconds = 0;
};

Result<VerifyAnswer> run_verify(const std::string& directory, const Session& session);

}  // namespace bmo::app
