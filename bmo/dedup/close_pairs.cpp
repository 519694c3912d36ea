// Buckets of cells in memory or in files, and the comparison of all rows within one.
#include "bmo/dedup/close_pairs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <numeric>

namespace bmo::dedup {
namespace {

constexpr std::size_t kBlocksAtOnce = 16;
constexpr std::size_t kReadAtOnce = 8192;
/// Rows of the sample for each centre.
constexpr std::size_t kSampledRows = 16;
/// Rounding never takes a pair away before its cosine is worked out in full.
constexpr float kSlack = 1e-5F;

using Visit = std::function<Status(std::span<const ClosePair>)>;

/// Compares the rows from `first` to `last` with all behind them.
void compare_rows(const embed::Vectors& rows, const Panels& panels, std::size_t first,
                  std::size_t last, float floor, std::vector<ClosePair>& out) {
  RowBlock block(rows.dimension);
  Products products;
  for (std::size_t begin = first; begin < last; begin += RowBlock::kRows) {
    const std::size_t end = std::min(begin + RowBlock::kRows, last);
    block.clear();
    float least[RowBlock::kRows];
    std::ranges::fill(least, INFINITY);
    for (std::size_t row = begin; row < end; ++row) {
      block.add(rows.row(row));
      const float inverse = rows.inverse_norms[row];
      if (inverse > 0) least[row - begin] = (floor - kSlack) / inverse;
    }
    for (std::size_t panel = begin / Panels::kLanes; panel < panels.panels(); ++panel) {
      multiply(block, panels, panel, least, products);
      for (std::size_t r = 0; r < end - begin; ++r) {
        for (unsigned lanes = products.enough[r]; lanes != 0; lanes &= lanes - 1) {
          const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
          const std::size_t other = panel * Panels::kLanes + lane;
          if (other <= begin + r) continue;
          const float cosine = static_cast<float>(products.values[r][lane]) *
                               (rows.inverse_norms[begin + r] * rows.inverse_norms[other]);
          if (cosine < floor) continue;
          out.push_back(
              {static_cast<std::uint32_t>(begin + r), static_cast<std::uint32_t>(other), cosine});
        }
      }
    }
  }
}

/// A vector in one of its cells, before its bytes.
struct Entry {
  std::uint32_t number = 0;
  Cells::Nearest cells = {};
};

/// What lies in some neighbouring cells, appended to and read back once.
class Bucket {
 public:
  void append(const Entry& entry, std::span<const std::int8_t> row) {
    const auto* bytes = reinterpret_cast<const char*>(&entry);
    pending_.insert(pending_.end(), bytes, bytes + sizeof(entry));
    pending_.insert(pending_.end(), row.begin(), row.end());
  }
  std::uint64_t pending() const { return pending_.size(); }
  std::uint64_t size() const { return written_ + pending_.size(); }

  Status flush(const Spill& spill, std::size_t number) {
    if (!file_) {
      const std::string path = io::join(spill.directory, "cells-" + std::to_string(number));
      BMO_TRY_AS(file_, spill.disk.open(path, io::Open::kCreateNew));
    }
    BMO_TRY(file_->write_at(written_, {pending_.data(), pending_.size()}));
    written_ += pending_.size();
    std::vector<char>().swap(pending_);
    return ok();
  }

  /// Leaves nothing behind.
  Result<std::vector<char>> take() {
    std::vector<char> out(size());
    if (file_) BMO_TRY(read_all(*file_, 0, out.data(), written_));
    std::ranges::copy(pending_, out.begin() + static_cast<std::ptrdiff_t>(written_));
    std::vector<char>().swap(pending_);
    file_.reset();
    written_ = 0;
    return out;
  }

 private:
  std::vector<char> pending_;
  std::unique_ptr<io::File> file_;
  std::uint64_t written_ = 0;
};

class CellSearch {
 public:
  CellSearch(const VectorSource& vectors, const CloseOptions& options, const ParallelFor& parallel,
             const Spill& spill)
      : vectors_(vectors), options_(options), parallel_(parallel), spill_(spill) {}

  Status run(const Visit& visit) {
    BMO_TRY(train());
    const std::uint64_t bytes = vectors_.size * Cells::kNearest * (sizeof(Entry) + dimension_);
    buckets_.resize(std::clamp<std::uint64_t>(4 * bytes / options_.memory_bytes, 1, cells_.size()));
    BMO_TRY(spread());
    for (Bucket& bucket : buckets_)
      BMO_TRY(search(bucket, visit));
    return ok();
  }

 private:
  std::size_t bucket_of(std::uint32_t cell) const { return cell * buckets_.size() / cells_.size(); }

  Status train() {
    const auto count = static_cast<std::size_t>(std::sqrt(static_cast<double>(vectors_.size)));
    std::vector<std::uint32_t> numbers(vectors_.size);
    std::iota(numbers.begin(), numbers.end(), 0U);
    const std::size_t wanted = std::min(numbers.size(), count * kSampledRows);
    const auto by_chance = [this](std::uint32_t number) { return vectors_.chance(number); };
    std::ranges::nth_element(numbers, numbers.begin() + static_cast<std::ptrdiff_t>(wanted - 1), {},
                             by_chance);
    numbers.resize(wanted);
    std::ranges::sort(numbers);
    embed::Vectors read;
    BMO_TRY(vectors_.read(numbers, read));
    std::vector<std::uint32_t> order(wanted);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t at) { return vectors_.chance(numbers[at]); });
    embed::Vectors sample;
    sample.clear(read.digest, read.dimension);
    for (const std::uint32_t at : order)
      sample.add_row(read.row(at));
    dimension_ = read.dimension;
    cells_ = Cells::train(sample, count, parallel_);
    return ok();
  }

  Status spread() {
    std::vector<std::uint32_t> numbers;
    std::vector<std::uint32_t> cells;
    embed::Vectors rows;
    for (std::size_t first = 0; first < vectors_.size; first += kReadAtOnce) {
      numbers.resize(std::min(kReadAtOnce, vectors_.size - first));
      std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(first));
      BMO_TRY(vectors_.read(numbers, rows));
      cells_.assign(rows, parallel_, cells);
      for (std::size_t i = 0; i < rows.size(); ++i)
        append(numbers[i], cells.data() + i * Cells::kNearest, rows.row(i));
      BMO_TRY(flush_when_full());
    }
    return ok();
  }

  /// Once in each bucket that holds one of its cells.
  void append(std::uint32_t number, const std::uint32_t* cells, std::span<const std::int8_t> row) {
    Entry entry{.number = number};
    std::copy_n(cells, Cells::kNearest, entry.cells);
    for (std::size_t c = 0; c < Cells::kNearest; ++c) {
      const std::size_t bucket = bucket_of(cells[c]);
      if (c > 0 && bucket == bucket_of(cells[c - 1])) continue;
      buckets_[bucket].append(entry, row);
      pending_ += sizeof(entry) + row.size();
    }
  }

  Status flush_when_full() {
    if (pending_ < options_.memory_bytes / 2) return ok();
    for (std::size_t i = 0; i < buckets_.size(); ++i)
      BMO_TRY(buckets_[i].flush(spill_, i));
    pending_ = 0;
    return ok();
  }

  Status search(Bucket& bucket, const Visit& visit) {
    const std::uint64_t pending = bucket.pending();
    BMO_TRY_AS(const std::vector<char> bytes, bucket.take());
    pending_ -= pending;
    const std::size_t record = sizeof(Entry) + dimension_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> members;  // Cell, record.
    for (std::size_t i = 0; i * record < bytes.size(); ++i) {
      Entry entry = entry_at(bytes, i * record);
      const auto* end = std::unique(std::begin(entry.cells), std::end(entry.cells));
      for (const auto* cell = std::begin(entry.cells); cell != end; ++cell) {
        if (&buckets_[bucket_of(*cell)] == &bucket) {
          members.emplace_back(*cell, static_cast<std::uint32_t>(i));
        }
      }
    }
    std::ranges::sort(members);
    return search_cells(bytes, members, visit);
  }

  static Entry entry_at(const std::vector<char>& bytes, std::size_t at) {
    Entry entry;
    std::copy_n(bytes.data() + at, sizeof(entry), reinterpret_cast<char*>(&entry));
    return entry;
  }

  using Members = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

  Status search_cells(const std::vector<char>& bytes, const Members& members, const Visit& visit) {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i == 0 || members[i].first != members[i - 1].first) begins.push_back(i);
    }
    const std::size_t cells = begins.size();
    begins.push_back(members.size());
    for (std::size_t first = 0; first < cells; first += kBlocksAtOnce) {
      const std::size_t some = std::min(kBlocksAtOnce, cells - first);
      std::vector<std::vector<ClosePair>> found(some);
      parallel_(some, [&](std::size_t i) {
        search_cell(bytes,
                    std::span(members).subspan(begins[first + i],
                                               begins[first + i + 1] - begins[first + i]),
                    found[i]);
      });
      for (const std::vector<ClosePair>& pairs : found)
        BMO_TRY(visit(pairs));
    }
    return ok();
  }

  /// Two rows that share several cells are told of in the first of these.
  void search_cell(const std::vector<char>& bytes, std::span<const Members::value_type> members,
                   std::vector<ClosePair>& out) const {
    const std::size_t record = sizeof(Entry) + dimension_;
    embed::Vectors rows;
    rows.clear({}, dimension_);
    std::vector<Entry> entries;
    for (const auto& [cell, at] : members) {
      entries.push_back(entry_at(bytes, at * record));
      rows.add_row(
          {reinterpret_cast<const std::int8_t*>(bytes.data()) + at * record + sizeof(Entry),
           dimension_});
    }
    const Panels panels(rows.values, dimension_, rows.inverse_norms);
    compare_rows(rows, panels, 0, rows.size(), options_.floor, out);
    const std::uint32_t cell = members.front().first;
    std::erase_if(out, [&](const ClosePair& pair) {
      return first_shared(entries[pair.a], entries[pair.b]) != cell;
    });
    for (ClosePair& pair : out) {
      pair.a = entries[pair.a].number;
      pair.b = entries[pair.b].number;
      if (pair.a > pair.b) std::swap(pair.a, pair.b);
    }
  }

  static std::uint32_t first_shared(const Entry& a, const Entry& b) {
    for (const std::uint32_t cell : a.cells) {
      if (std::ranges::find(b.cells, cell) != std::end(b.cells)) return cell;
    }
    return ~std::uint32_t{0};
  }

  const VectorSource& vectors_;
  const CloseOptions& options_;
  const ParallelFor& parallel_;
  const Spill& spill_;
  std::size_t dimension_ = 0;
  Cells cells_;
  std::vector<Bucket> buckets_;
  std::uint64_t pending_ = 0;
};

}  // namespace

std::vector<ClosePair> compare_all(const embed::Vectors& vectors, float floor,
                                   const ParallelFor& parallel) {
  const Panels panels(vectors.values, vectors.dimension, vectors.inverse_norms);
  constexpr std::size_t kRows = kBlocksAtOnce * RowBlock::kRows;
  std::vector<std::vector<ClosePair>> found((vectors.size() + kRows - 1) / kRows);
  parallel(found.size(), [&](std::size_t slice) {
    compare_rows(vectors, panels, slice * kRows, std::min((slice + 1) * kRows, vectors.size()),
                 floor, found[slice]);
  });
  std::vector<ClosePair> out;
  for (const std::vector<ClosePair>& some : found)
    out.insert(out.end(), some.begin(), some.end());
  return out;
}

Status find_close_pairs(const VectorSource& vectors, const CloseOptions& options,
                        const ParallelFor& parallel, const Spill& spill, const Visit& visit) {
  if (vectors.size < 2) return ok();
  if (vectors.size > options.all_with_all) {
    return CellSearch(vectors, options, parallel, spill).run(visit);
  }
  std::vector<std::uint32_t> numbers(vectors.size);
  std::iota(numbers.begin(), numbers.end(), 0U);
  embed::Vectors rows;
  BMO_TRY(vectors.read(numbers, rows));
  return visit(compare_all(rows, options.floor, parallel));
}

}  // namespace bmo::dedup
