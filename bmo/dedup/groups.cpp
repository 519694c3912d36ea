// Scans the fingerprints once for each range of keys, sorts what it finds, walks the runs.
#include "bmo/dedup/groups.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace bmo::dedup {
namespace {

struct Keyed {
  Hash128 key;
  Row position;
  Row row;
};

bool before(const Keyed& a, const Keyed& b) {
  return std::tie(a.key, a.position) < std::tie(b.key, b.position);
}

Status walk(std::vector<Keyed>& keyed, const std::function<Status(std::span<const Row>)>& visit) {
  std::sort(keyed.begin(), keyed.end(), before);
  std::vector<Row> group;
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin + 1;
    while (end < keyed.size() && keyed[end].key == keyed[begin].key)
      ++end;
    if (end - begin > 1) {
      group.clear();
      for (std::size_t i = begin; i < end; ++i)
        group.push_back(keyed[i].row);
      BMO_TRY(visit(group));
    }
    begin = end;
  }
  return ok();
}

}  // namespace

Status for_each_group(const Rows& rows, std::span<const Row> position, std::uint64_t memory_bytes,
                      const std::function<Hash128(const Fingerprint&)>& key_of,
                      const std::function<Status(std::span<const Row>)>& visit) {
  const std::uint64_t scans =
      1 + rows.size() * sizeof(Keyed) / std::max<std::uint64_t>(memory_bytes, 1);
  std::vector<Keyed> keyed;
  for (std::uint64_t scan = 0; scan < scans; ++scan) {
    keyed.clear();
    BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
      for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
        const Hash128 key = key_of(chunk.prints[i]);
        if (key == Hash128{} || (key.low >> 32U) * scans >> 32U != scan) continue;
        const Row row = chunk.first + static_cast<Row>(i);
        keyed.push_back({key, position[row], row});
      }
      return ok();
    }));
    BMO_TRY(walk(keyed, visit));
  }
  return ok();
}

Result<std::vector<bool>> shared_instructions(const Rows& rows, std::span<const Row> position,
                                              std::uint64_t memory_bytes) {
  constexpr std::size_t kMost = 64;
  std::vector<bool> out(rows.size(), false);
  BMO_TRY(for_each_group(
      rows, position, memory_bytes,
      [](const Fingerprint& print) { return Hash128{print.instruction, print.instruction}; },
      [&out](std::span<const Row> group) {
        if (group.size() <= kMost) return ok();
        for (const Row row : group.subspan(1))
          out[row] = true;
        return ok();
      }));
  return out;
}

}  // namespace bmo::dedup
