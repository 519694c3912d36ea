// Holds the band keys of many sets, band by band, and walks those that share a key.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bmo/dedup/min_hash.hpp"
#include "bmo/dedup/rows.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::dedup {

/// Members are numbered from 0 in the order in which they are added. 128 bytes each, in memory or,
/// past the budget, in one file for each band.
class Bands {
 public:
  Bands(io::Disk& disk, std::string directory, std::uint64_t memory_bytes)
      : disk_(disk), directory_(std::move(directory)), memory_bytes_(memory_bytes) {}

  Status add(std::span<const BandKeys> members);
  /// Members whose keys are already parted, a column for each band; before any other.
  Status add_columns(std::vector<std::vector<std::uint32_t>> columns);
  /// In memory: the keys of all members.
  std::span<const std::uint32_t> column(std::size_t band) const { return columns_[band]; }
  /// Before the first walk.
  Status finish();
  std::size_t size() const { return size_; }
  bool in_memory() const { return files_.empty(); }

  using Group = std::span<const std::uint32_t>;
  /// Calls `visit` with the members, ascending, of each key of a band that two or more have.
  Status walk(std::size_t band, const std::function<Status(Group)>& visit) const;
  /// Splits members by their key of another band: the same order of groups and members.
  Status split(std::size_t band, Group members, const std::function<Status(Group)>& visit) const;

 private:
  Status spill();
  Status load(std::size_t band, std::uint64_t part, std::uint64_t parts,
              std::vector<std::uint64_t>& out) const;

  io::Disk& disk_;
  std::string directory_;
  std::uint64_t memory_bytes_;
  std::size_t size_ = 0;
  std::vector<std::vector<std::uint32_t>> columns_ =
      std::vector<std::vector<std::uint32_t>>(kBands);
  std::vector<std::unique_ptr<io::File>> files_;
  std::size_t spilled_ = 0;  ///< Members whose keys are in the files.
};

/// Sorts by the upper half; entries of equal upper halves keep their order.
void sort_by_upper_half(std::vector<std::uint64_t>& entries, std::vector<std::uint64_t>& scratch);

}  // namespace bmo::dedup
