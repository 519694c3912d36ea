// Spherical k-means in whole numbers: sums of bytes, turned back into bytes.
#include <algorithm>
#include <bit>
#include <limits>

#include "bmo/dedup/close_pairs.hpp"

namespace bmo::dedup {
namespace {

constexpr int kRounds = 6;

/// The best centres of one row so far, best first; of equal ones the first.
class Best {
 public:
  explicit Best(std::size_t wanted) : wanted_(wanted) {}

  void offer(std::uint32_t centre, float value) {
    if (size_ == wanted_ && value <= values_[size_ - 1]) return;
    std::size_t at = size_ < wanted_ ? size_++ : size_ - 1;
    for (; at > 0 && value > values_[at - 1]; --at) {
      values_[at] = values_[at - 1];
      centres_[at] = centres_[at - 1];
    }
    values_[at] = value;
    centres_[at] = centre;
  }

  /// What a centre must have to be offered.
  float least() const {
    return size_ < wanted_ ? std::numeric_limits<float>::lowest() : values_[size_ - 1];
  }
  void write(std::uint32_t* out) const {
    for (std::size_t i = 0; i < wanted_; ++i)
      out[i] = centres_[std::min(i, size_ - 1)];
  }

 private:
  std::size_t wanted_;
  std::size_t size_ = 0;
  float values_[Cells::kNearest] = {};
  std::uint32_t centres_[Cells::kNearest] = {};
};

}  // namespace

void Cells::set(embed::Vectors centres) {
  centres_ = std::move(centres);
  panels_ = Panels(centres_.values, centres_.dimension, centres_.inverse_norms);
}

void Cells::nearest(const embed::Vectors& rows, std::size_t first, std::size_t last,
                    std::size_t wanted, std::uint32_t* out) const {
  RowBlock block(rows.dimension);
  Products products;
  for (std::size_t begin = first; begin < last; begin += RowBlock::kRows) {
    const std::size_t end = std::min(begin + RowBlock::kRows, last);
    block.clear();
    std::vector<Best> best(RowBlock::kRows, Best(wanted));
    float least[RowBlock::kRows];
    std::ranges::fill(least, std::numeric_limits<float>::lowest());
    for (std::size_t row = begin; row < end; ++row)
      block.add(rows.row(row));
    for (std::size_t panel = 0; panel < panels_.panels(); ++panel) {
      multiply(block, panels_, panel, least, products);
      for (std::size_t r = 0; r < end - begin; ++r) {
        for (unsigned lanes = products.enough[r]; lanes != 0; lanes &= lanes - 1) {
          const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
          const std::size_t centre = panel * Panels::kLanes + lane;
          if (centre >= size()) break;
          best[r].offer(
              static_cast<std::uint32_t>(centre),
              static_cast<float>(products.values[r][lane]) * panels_.inverse_norms(panel)[lane]);
        }
        least[r] = best[r].least();
      }
    }
    for (std::size_t row = begin; row < end; ++row)
      best[row - begin].write(out + (row - first) * wanted);
  }
}

Cells Cells::train(const embed::Vectors& sample, std::size_t count, const ParallelFor& parallel) {
  Cells cells;
  embed::Vectors centres;
  centres.clear(sample.digest, sample.dimension);
  for (std::size_t i = 0; i < std::min(count, sample.size()); ++i)
    centres.add_row(sample.row(i));
  cells.set(std::move(centres));
  std::vector<std::uint32_t> cell_of(sample.size());
  for (int round = 0; round < kRounds; ++round) {
    parallel((sample.size() + kRowsAtOnce - 1) / kRowsAtOnce, [&](std::size_t slice) {
      const std::size_t first = slice * kRowsAtOnce;
      cells.nearest(sample, first, std::min(first + kRowsAtOnce, sample.size()), 1,
                    cell_of.data() + first);
    });
    std::vector<std::int32_t> sums(cells.size() * sample.dimension);
    for (std::size_t row = 0; row < sample.size(); ++row) {
      std::int32_t* sum = sums.data() + cell_of[row] * sample.dimension;
      const auto values = sample.row(row);
      for (std::size_t i = 0; i < values.size(); ++i)
        sum[i] += values[i];
    }
    centres.clear(sample.digest, sample.dimension);
    for (std::size_t c = 0; c < cells.size(); ++c)
      centres.add(
          std::span<const std::int32_t>(sums).subspan(c * sample.dimension, sample.dimension));
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (centres.inverse_norms[c] != 0) continue;
      // No row came: it stays where it was.
      std::ranges::copy(cells.centres_.row(c),
                        centres.values.begin() + static_cast<std::ptrdiff_t>(c * sample.dimension));
      centres.inverse_norms[c] = cells.centres_.inverse_norms[c];
    }
    cells.set(centres);
  }
  return cells;
}

void Cells::assign(const embed::Vectors& rows, const ParallelFor& parallel,
                   std::vector<std::uint32_t>& out) const {
  out.resize(rows.size() * kNearest);
  parallel((rows.size() + kRowsAtOnce - 1) / kRowsAtOnce, [&](std::size_t slice) {
    const std::size_t first = slice * kRowsAtOnce;
    const std::size_t last = std::min(first + kRowsAtOnce, rows.size());
    std::uint32_t* cells = out.data() + first * kNearest;
    nearest(rows, first, last, kNearest, cells);
    for (std::size_t row = first; row < last; ++row, cells += kNearest)
      std::sort(cells, cells + kNearest);
  });
}

}  // namespace bmo::dedup
