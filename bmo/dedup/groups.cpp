// Marks first which keys may come twice, since most do not; then scans the fingerprints once for
// each range of the others, sorts what it finds, walks the runs.
#include "bmo/dedup/groups.hpp"

#include <algorithm>
#include <bit>
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

/// Has a key come before? Two bits for each of some hash values: now and then it says yes of a key
/// that comes once, never no of one that comes twice.
class Repeats {
 public:
  Repeats(std::size_t keys, std::uint64_t memory_bytes) {
    constexpr std::size_t kValuesPerKey = 16;
    const std::uint64_t most = std::max<std::uint64_t>(memory_bytes * 4, 64);  // Two bits each.
    const std::uint64_t values = std::min<std::uint64_t>(keys * kValuesPerKey, most);
    mask_ = std::bit_floor(std::max<std::uint64_t>(values, 64)) - 1;
    once_.resize(mask_ / 64 + 1);
    twice_.resize(mask_ / 64 + 1);
  }

  void add(const Hash128& key) {
    const std::uint64_t value = value_of(key);
    const std::uint64_t bit = std::uint64_t{1} << value % 64;
    twice_[value / 64] |= once_[value / 64] & bit;
    once_[value / 64] |= bit;
  }

  bool may_repeat(const Hash128& key) const {
    const std::uint64_t value = value_of(key);
    return (twice_[value / 64] >> value % 64 & 1U) != 0;
  }

 private:
  /// Either half alone may be the same for all.
  std::uint64_t value_of(const Hash128& key) const {
    return (key.low ^ key.high * 0x9E3779B97F4A7C15U) & mask_;
  }

  std::uint64_t mask_ = 0;
  std::vector<std::uint64_t> once_;
  std::vector<std::uint64_t> twice_;
};

using KeyOf = std::function<Hash128(const Fingerprint&)>;

Result<Repeats> find_repeats(const Rows& rows, std::uint64_t memory_bytes, const KeyOf& key_of) {
  Repeats out(rows.size(), memory_bytes);
  BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints) {
      const Hash128 key = key_of(print);
      if (key != Hash128{}) out.add(key);
    }
    return ok();
  }));
  return out;
}

Result<std::uint64_t> count_repeats(const Rows& rows, const Repeats& repeats, const KeyOf& key_of) {
  std::uint64_t out = 0;
  BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints)
      out += repeats.may_repeat(key_of(print)) ? 1U : 0U;
    return ok();
  }));
  return out;
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
  BMO_TRY_AS(const Repeats repeats, find_repeats(rows, memory_bytes / 2, key_of));
  const std::uint64_t room = std::max<std::uint64_t>(memory_bytes / 2 / sizeof(Keyed), 1);
  std::uint64_t most = rows.size();
  if (most > room) {
    BMO_TRY_AS(most, count_repeats(rows, repeats, key_of));
  }
  const std::uint64_t scans = 1 + most / room;
  std::vector<Keyed> keyed;
  for (std::uint64_t scan = 0; scan < scans; ++scan) {
    keyed.clear();
    BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
      for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
        const Hash128 key = key_of(chunk.prints[i]);
        if (key == Hash128{} || !repeats.may_repeat(key)) continue;
        if ((key.low >> 32U) * scans >> 32U != scan) continue;
        const Row row = chunk.first + static_cast<Row>(i);
        keyed.push_back({key, position[row], row});
      }
      return ok();
    }));
    BMO_TRY(walk(keyed, visit));
  }
  return ok();
}

Result<std::vector<bool>> may_repeat(const Rows& rows, std::uint64_t memory_bytes,
                                     const std::function<Hash128(const Fingerprint&)>& key_of) {
  BMO_TRY_AS(const Repeats repeats, find_repeats(rows, memory_bytes, key_of));
  std::vector<bool> out;
  out.reserve(rows.size());
  BMO_TRY(rows.scan_prints([&](const Rows::Chunk& chunk) {
    for (const Fingerprint& print : chunk.prints) {
      const Hash128 key = key_of(print);
      out.push_back(key != Hash128{} && repeats.may_repeat(key));
    }
    return ok();
  }));
  return out;
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
