// Walks the keys that pass one wrote, as often as a decision asks, with bounded memory.
#pragma once
#include <cstdint>
#include <functional>
#include <span>

#include "bmo/io/io.hpp"
#include "bmo/pipeline/decide.hpp"

namespace bmo::pipeline {

/// Keys of a part of the set are brought into memory where there are no more than this.
inline constexpr std::uint64_t kBinFits = std::uint64_t{1} << 20U;

using VisitKey = std::function<void(const KeyedRecord&)>;
using TakeKey = std::function<bool(const KeyedRecord&)>;

/// Keys in the order of records, without those of duplicates.
class KeyFile {
 public:
  /// `duplicates` may be nullptr; it outlives this.
  KeyFile(io::File& file, std::uint64_t bytes, const Duplicates* duplicates);

  std::uint64_t size() const { return bytes_ / sizeof(KeyedRecord) - left_out_.size(); }
  Status for_each(const VisitKey& visit);

 private:
  io::File& file_;
  std::uint64_t bytes_;
  std::span<const Duplicate> left_out_;  ///< By record.
};

Result<std::uint64_t> count_keys(KeyFile& keys, const TakeKey& take);

/// The `nth` smallest rank (from 1) among the records that `take` takes.
Result<Rank> nth_rank(KeyFile& keys, std::uint64_t nth, std::uint64_t seed, Purpose purpose,
                      const TakeKey& take);

}  // namespace bmo::pipeline
