// Makes a pack of an evaluation set: its items as hashes alone.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct PackRequest {
  std::vector<std::string> sources;  ///< Files, folders, globs, or dataset:NAME.
  std::string out;                   ///< The pack's file.
  std::string name;                  ///< What findings call the set; empty: the file's name.
  std::string map;                   ///< A mapping file, or the name of a preset.
};

struct PackAnswer {
  std::string name;
  std::string out;
  std::uint64_t items = 0;    ///< Records of the set that became items: their instructions.
  std::uint64_t skipped = 0;  ///< Records that could not be read.
  std::uint64_t bytes = 0;
};

/// Replaces the file. E_EMPTY where no record can be read. Holds the set's instructions in memory.
Result<PackAnswer> run_pack(const PackRequest& request, const Session& session);

}  // namespace bmo::app
