// Multiplies rows of signed bytes with many others at once, for finding those that point the same
// way.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace bmo::dedup {

/// Rows as the kernels want them: panels of sixteen, four values of each row beside those of the
/// next, moved by 128 so that they have no sign. Immutable; any thread may read.
class Panels {
 public:
  static constexpr std::size_t kLanes = 16;

  Panels() = default;
  /// `values` holds `inverse_norms.size()` rows of `dimension` bytes.
  Panels(std::span<const std::int8_t> values, std::size_t dimension,
         std::span<const float> inverse_norms);

  std::size_t size() const { return size_; }
  std::size_t panels() const { return (size_ + kLanes - 1) / kLanes; }
  std::size_t steps() const { return steps_; }
  const std::uint8_t* panel(std::size_t at) const {
    return values_.data() + at * steps_ * 4 * kLanes;
  }
  const float* inverse_norms(std::size_t panel) const {
    return inverse_norms_.data() + panel * kLanes;
  }

 private:
  std::size_t size_ = 0;
  std::size_t steps_ = 0;  ///< Groups of four values in a row.
  std::vector<std::uint8_t> values_;
  std::vector<float> inverse_norms_;  ///< 0 where the last panel has no row.
};

/// Up to twelve rows that are multiplied with panels; padded copies.
class RowBlock {
 public:
  static constexpr std::size_t kRows = 12;

  explicit RowBlock(std::size_t dimension);
  void clear() { size_ = 0; }
  void add(std::span<const std::int8_t> row);
  std::size_t size() const { return size_; }
  std::size_t steps() const { return steps_; }
  const std::int8_t* row(std::size_t at) const { return values_.data() + at * steps_ * 4; }
  /// What moving the other side by 128 adds to each product.
  std::int32_t excess(std::size_t at) const { return excess_[at]; }

 private:
  std::size_t size_ = 0;
  std::size_t steps_ = 0;
  std::vector<std::int8_t> values_;
  std::int32_t excess_[kRows] = {};
};

/// What a block's rows and a panel's have to do with each other.
struct Products {
  std::int32_t values[RowBlock::kRows][Panels::kLanes];
  /// A bit for each lane whose product, times the inverse length of the panel's row, is at least
  /// what was asked for of the block's row.
  std::uint16_t enough[RowBlock::kRows];
};

/// Exact, the same on every machine. `least` holds a number for each row of the block.
void multiply(const RowBlock& block, const Panels& panels, std::size_t panel,
              const float (&least)[RowBlock::kRows], Products& out);

}  // namespace bmo::dedup
