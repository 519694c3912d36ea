// Joins each row of a group to the group's first: as many edges as rows, never their square.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "bmo/dedup/dedup.hpp"

namespace bmo::dedup {

/// All are equal in all that the kind says.
void add_star(std::span<const Row> rows, EdgeKind kind, std::vector<Edge>& edges);

/// What the edges of a report say.
struct Report {
  EdgeKind kind = EdgeKind::kConflict;
  float instruction = 0;
  float response = 0;
};

/// Joins the first row to one row of each other value of `aspect` in the group.
Status add_distinct(const Work& work, std::span<const Row> rows, const Report& report,
                    const std::function<std::uint64_t(const Fingerprint&)>& aspect,
                    std::vector<Edge>& edges);

}  // namespace bmo::dedup
