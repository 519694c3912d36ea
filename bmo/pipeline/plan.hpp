// What a run is about to do, written down first, so that a later run can tell whether it goes on
// with the same work over the same inputs.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// How an input is told from another, or from itself before an edit.
struct Fingerprint {
  std::string name;
  std::uint64_t bytes = 0;
  std::string edges;  ///< XXH3-128 of the first and last 64 KiB.
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;
  std::uint64_t inode = 0;

  bool same_content(const Fingerprint& other) const {
    return name == other.name && bytes == other.bytes && edges == other.edges;
  }
  /// Untouched since: content cannot have changed.
  bool same_file(const Fingerprint& other) const {
    return same_content(other) && modified_ns == other.modified_ns &&
           changed_ns == other.changed_ns && inode == other.inode;
  }
};

struct Plan {
  json::Dom recipe;
  std::vector<Fingerprint> inputs;
};

/// Expands the sources, recognises each input, and gives it a name that does not depend on the
/// working directory: its path below the folder that all inputs share.
Result<std::vector<OpenedInput>> open_inputs(io::Disk& disk,
                                             const std::vector<std::string>& sources);

Result<Plan> make_plan(io::Disk& disk, const Recipe& recipe,
                       const std::vector<OpenedInput>& inputs);

json::Dom plan_dom(const Plan& plan);
Result<Plan> plan_of(const json::Dom& dom);

/// E_INPUT_CHANGED where an input is no longer the file that the plan was made of.
Status check_untouched(io::Disk& disk, const Plan& plan, const std::vector<OpenedInput>& inputs);

/// E_PLAN where the recipe differs (naming each option, then and now), E_INPUT_CHANGED where an
/// input does; both kMismatch. Times and inodes are not looked at.
Status check_same_work(const Plan& earlier, const Plan& now, const std::string& directory);

}  // namespace bmo::pipeline
