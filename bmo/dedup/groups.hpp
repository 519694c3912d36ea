// Gathers the rows that share a key, with bounded memory.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "bmo/dedup/rows.hpp"

namespace bmo::dedup {

/// Calls `visit` with the rows of each key that two or more rows have, in the order of `position`.
/// Rows whose key is zero are left out. Keys that do not fit into `memory_bytes` are taken in
/// several scans, a range of keys in each.
Status for_each_group(const Rows& rows, std::span<const Row> position, std::uint64_t memory_bytes,
                      const std::function<Hash128(const Fingerprint&)>& key_of,
                      const std::function<Status(std::span<const Row>)>& visit);

/// By row: may its key (zero: it has none) be that of another row? Now and then it says yes of one
/// that is not, never no of one that is.
Result<std::vector<bool>> may_repeat(const Rows& rows, std::uint64_t memory_bytes,
                                     const std::function<Hash128(const Fingerprint&)>& key_of);

/// By row: does it share its instruction with more than 64 others? Not the first of each such
/// group, which still meets other rows by it.
Result<std::vector<bool>> shared_instructions(const Rows& rows, std::span<const Row> position,
                                              std::uint64_t memory_bytes);

}  // namespace bmo::dedup
