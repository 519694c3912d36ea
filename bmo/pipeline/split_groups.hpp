// Keeps pairs that belong together on one side of a split.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/apportion.hpp"

namespace bmo::pipeline {

/// What is never parted: pairs alone, those that say nearly the same or vary one pair, those of one
/// source, those of one seed.
enum class SplitBy : std::uint8_t { kPair, kCluster, kSource, kSeed };

/// "pair", "cluster", "source", "seed".
std::string_view split_by_name(SplitBy by);
std::optional<SplitBy> parse_split_by(std::string_view text);

/// A pair that shares a group with others. Written to disk as it lies in memory.
struct GroupMember {
  std::uint64_t record = 0;
  std::uint64_t group = 0;  ///< Any number that the group's members share and no others have.
};

/// The same, once it is known where the group goes.
struct PlacedMember {
  std::uint64_t record = 0;
  std::uint64_t split = 0;
};

/// A group with what decides where it goes.
struct SplitGroup {
  std::uint64_t group = 0;
  std::uint64_t hash = 0;  ///< Of its members' ids: the same in any order of the input.
  std::uint64_t size = 0;
  struct Part {
    std::uint32_t stratum = 0;
    std::uint64_t size = 0;
  };
  std::vector<Part> parts;  ///< By stratum; they sum up to `size`.

  /// One more member.
  void add(std::uint32_t stratum);
};

/// Gives each group to a split by its hash, in proportion to what each split wants; one that does
/// not fit there goes where most of it fits, then where most room is left. The largest go first, so
/// that sizes come out exact where enough pairs stand alone. `room` is what each split may still
/// take of each stratum; it is lowered, never below 0. The answer has the split of each group, in
/// the order of `groups`.
std::vector<std::size_t> place_groups(const std::vector<SplitGroup>& groups, SizeTable& room);

/// Writes entries to a new file; the answer proves them.
template <typename Entry>
Result<json::Dom> write_entries(io::Disk& disk, const std::string& path,
                                std::span<const Entry> entries, bool durable);
/// nullopt where the file is not the one that `proof` speaks of.
template <typename Entry>
Result<std::optional<std::vector<Entry>>> read_entries(io::Disk& disk, const std::string& path,
                                                       const json::Dom& proof);

}  // namespace bmo::pipeline
