// An entry is (key, member) in one number, so that one radix sort of 32 bits brings equal keys
// together with their members in order.
#include "bmo/dedup/bands.hpp"

#include <algorithm>
#include <array>

namespace bmo::dedup {
namespace {

constexpr std::size_t kReadAtOnce = 1U << 16U;

std::uint32_t key_of(std::uint64_t entry) {
  return static_cast<std::uint32_t>(entry >> 32U);
}

Status visit_runs(const std::vector<std::uint64_t>& entries,
                  const std::function<Status(Bands::Group)>& visit) {
  std::vector<std::uint32_t> members;
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && key_of(entries[end]) == key_of(entries[begin]))
      ++end;
    if (end - begin > 1) {
      members.clear();
      for (std::size_t i = begin; i < end; ++i)
        members.push_back(static_cast<std::uint32_t>(entries[i]));
      BMO_TRY(visit(members));
    }
    begin = end;
  }
  return ok();
}

}  // namespace

void sort_by_upper_half(std::vector<std::uint64_t>& entries, std::vector<std::uint64_t>& scratch) {
  constexpr unsigned kBits = 11;
  constexpr std::size_t kBins = std::size_t{1} << kBits;
  scratch.resize(entries.size());
  for (unsigned shift = 32; shift < 64; shift += kBits) {
    std::array<std::size_t, kBins> starts{};
    for (const std::uint64_t entry : entries)
      ++starts[entry >> shift & (kBins - 1)];
    std::size_t sum = 0;
    for (std::size_t& start : starts) {
      const std::size_t count = start;
      start = sum;
      sum += count;
    }
    for (const std::uint64_t entry : entries)
      scratch[starts[entry >> shift & (kBins - 1)]++] = entry;
    entries.swap(scratch);
  }
}

Status Bands::add(std::span<const BandKeys> members) {
  for (std::size_t band = 0; band < kBands; ++band) {
    std::vector<std::uint32_t>& column = columns_[band];
    for (const BandKeys& keys : members)
      column.push_back(keys[band]);
  }
  size_ += members.size();
  return (size_ - spilled_) * sizeof(BandKeys) > memory_bytes_ ? spill() : ok();
}

Status Bands::add_columns(std::vector<std::vector<std::uint32_t>> columns) {
  columns_ = std::move(columns);
  size_ = columns_.front().size();
  return size_ * sizeof(BandKeys) > memory_bytes_ ? spill() : ok();
}

Status Bands::spill() {
  for (std::size_t band = 0; files_.size() < kBands; ++band) {
    const std::string path = io::join(directory_, "band-" + std::to_string(band));
    BMO_TRY(disk_.remove(path));
    BMO_TRY_AS(std::unique_ptr<io::File> file, disk_.open(path, io::Open::kCreateNew));
    files_.push_back(std::move(file));
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    std::vector<std::uint32_t>& column = columns_[band];
    BMO_TRY(files_[band]->write_at(
        spilled_ * sizeof(std::uint32_t),
        {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(std::uint32_t)}));
    column.clear();
  }
  spilled_ = size_;
  return ok();
}

Status Bands::finish() {
  if (files_.empty() || spilled_ == size_) return ok();
  return spill();
}

/// The entries whose key falls into one of `parts` equal ranges.
Status Bands::load(std::size_t band, std::uint64_t part, std::uint64_t parts,
                   std::vector<std::uint64_t>& out) const {
  out.clear();
  std::vector<std::uint32_t> buffer;
  for (std::size_t first = 0; first < size_; first += kReadAtOnce) {
    const std::size_t count = std::min(kReadAtOnce, size_ - first);
    std::span<const std::uint32_t> keys;
    if (in_memory()) {
      keys = std::span(columns_[band]).subspan(first, count);
    } else {
      buffer.resize(count);
      BMO_TRY(read_all(*files_[band], first * sizeof(std::uint32_t), buffer.data(),
                       count * sizeof(std::uint32_t)));
      keys = buffer;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t key = keys[i];
      if (key * parts >> 32U == part) out.push_back(key << 32U | (first + i));
    }
  }
  return ok();
}

Status Bands::walk(std::size_t band, const std::function<Status(Group)>& visit) const {
  constexpr std::uint64_t kBytesPerEntry = 2 * sizeof(std::uint64_t);
  const std::uint64_t parts =
      1 + size_ * kBytesPerEntry / std::max<std::uint64_t>(memory_bytes_, 1);
  std::vector<std::uint64_t> entries;
  std::vector<std::uint64_t> scratch;
  for (std::uint64_t part = 0; part < parts; ++part) {
    BMO_TRY(load(band, part, parts, entries));
    sort_by_upper_half(entries, scratch);
    BMO_TRY(visit_runs(entries, visit));
  }
  return ok();
}

Status Bands::split(std::size_t band, Group members,
                    const std::function<Status(Group)>& visit) const {
  std::vector<std::uint64_t> entries;
  for (const std::uint32_t member : members) {
    std::uint32_t key = 0;
    if (in_memory()) {
      key = columns_[band][member];
    } else {
      BMO_TRY(read_all(*files_[band], std::uint64_t{member} * sizeof(key), &key, sizeof(key)));
    }
    entries.push_back(std::uint64_t{key} << 32U | member);
  }
  std::sort(entries.begin(), entries.end());
  return visit_runs(entries, visit);
}

}  // namespace bmo::dedup
