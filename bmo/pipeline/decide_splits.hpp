// Decides which pairs go to which split: whole groups first, then single pairs until every split,
// and every stratum in it, has its size.
#pragma once
#include <cstdint>
#include <span>

#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/key_file.hpp"

namespace bmo::pipeline {

/// Sets what `out` says of splits. `members` (by record) are kept together; `take` says which of
/// `keys` are wanted.
Status decide_splits(KeyFile& keys, const Recipe& recipe, std::span<const GroupMember> members,
                     const TakeKey& take, Decisions& out);

}  // namespace bmo::pipeline
