// Largest groups first, each by its own hash.
#include "bmo/pipeline/split_groups.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "bmo/dedup/rows.hpp"
#include "bmo/pipeline/append_file.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::array<std::string_view, 4> kNames{"pair", "cluster", "source", "seed"};

/// The split at whose part of [0, 2^64) a hash lies.
std::size_t split_at(std::uint64_t hash, const std::vector<std::uint64_t>& wanted) {
  const auto all =
      static_cast<double>(std::accumulate(wanted.begin(), wanted.end(), std::uint64_t{0}));
  const double at = static_cast<double>(hash) / 18446744073709551616.0 * all;
  double end = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    end += static_cast<double>(wanted[i]);
    if (at < end) return i;
  }
  return 0;
}

/// How many members of a group a split has room for, each in its stratum.
std::uint64_t fitting(const SplitGroup& group, const SizeTable& room, std::size_t split) {
  std::uint64_t out = 0;
  for (const SplitGroup::Part& part : group.parts)
    out += std::min(room[part.stratum][split], part.size);
  return out;
}

/// Where most of the group fits, then where its strata have most room, then the largest.
std::size_t roomiest(const SplitGroup& group, const SizeTable& room,
                     const std::vector<std::uint64_t>& wanted) {
  const auto key = [&](std::size_t split) {
    std::uint64_t left = 0;
    for (const SplitGroup::Part& part : group.parts)
      left += room[part.stratum][split];
    return std::tuple(fitting(group, room, split), left, wanted[split]);
  };
  std::size_t best = 0;
  for (std::size_t split = 1; split < wanted.size(); ++split) {
    if (key(split) > key(best)) best = split;
  }
  return best;
}

}  // namespace

std::string_view split_by_name(SplitBy by) {
  return kNames[static_cast<std::size_t>(by)];
}

std::optional<SplitBy> parse_split_by(std::string_view text) {
  const auto found = std::ranges::find(kNames, text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<SplitBy>(found - kNames.begin());
}

void SplitGroup::add(std::uint32_t stratum) {
  const auto at = std::ranges::lower_bound(parts, stratum, {}, &Part::stratum);
  const bool is_there = at != parts.end() && at->stratum == stratum;
  const auto part = is_there ? at : parts.insert(at, {.stratum = stratum});
  ++part->size;
  ++size;
}

std::vector<std::size_t> place_groups(const std::vector<SplitGroup>& groups, SizeTable& room) {
  const std::size_t splits = room.empty() ? 0 : room.front().size();
  const std::vector<std::uint64_t> wanted = column_sums(room, splits);
  std::vector<std::size_t> order(groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&groups](std::size_t a, std::size_t b) {
    return std::tuple(groups[b].size, groups[a].hash, groups[a].group) <
           std::tuple(groups[a].size, groups[b].hash, groups[b].group);
  });
  std::vector<std::size_t> out(groups.size());
  for (const std::size_t i : order) {
    std::size_t split = split_at(groups[i].hash, wanted);
    if (fitting(groups[i], room, split) < groups[i].size) split = roomiest(groups[i], room, wanted);
    for (const SplitGroup::Part& part : groups[i].parts) {
      std::uint64_t& left = room[part.stratum][split];
      left -= std::min(left, part.size);
    }
    out[i] = split;
  }
  return out;
}

template <typename Entry>
Result<json::Dom> write_entries(io::Disk& disk, const std::string& path,
                                std::span<const Entry> entries, bool durable) {
  BMO_TRY_AS(const std::unique_ptr<AppendFile> file, AppendFile::create(disk, path));
  BMO_TRY(
      file->write({reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(Entry)}));
  BMO_TRY(file->flush());
  if (durable) BMO_TRY(file->file()->sync());
  const FileState state = file->state();
  return json::Dom{{"bytes", state.bytes}, {"sha256", state.sha256}};
}

template <typename Entry>
Result<std::optional<std::vector<Entry>>> read_entries(io::Disk& disk, const std::string& path,
                                                       const json::Dom& proof) {
  if (!disk.exists(path)) return std::optional<std::vector<Entry>>();
  BMO_TRY_AS(const std::unique_ptr<io::File> file, disk.open(path, io::Open::kRead));
  const std::uint64_t bytes = proof.at("bytes");
  const auto sha = hash_prefix(*file, path, bytes);
  if (!sha || *sha != proof.at("sha256")) return std::optional<std::vector<Entry>>();
  std::vector<Entry> out(bytes / sizeof(Entry));
  BMO_TRY(dedup::read_all(*file, 0, out.data(), bytes));
  return std::optional<std::vector<Entry>>(std::move(out));
}

template Result<json::Dom> write_entries<GroupMember>(io::Disk&, const std::string&,
                                                      std::span<const GroupMember>, bool);
template Result<json::Dom> write_entries<PlacedMember>(io::Disk&, const std::string&,
                                                       std::span<const PlacedMember>, bool);
template Result<std::optional<std::vector<GroupMember>>> read_entries<GroupMember>(
    io::Disk&, const std::string&, const json::Dom&);
template Result<std::optional<std::vector<PlacedMember>>> read_entries<PlacedMember>(
    io::Disk&, const std::string&, const json::Dom&);

}  // namespace bmo::pipeline
