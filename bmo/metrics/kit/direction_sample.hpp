// Keeps directions of pairs, all or a sample that depends on the pairs alone.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bmo::metrics {

/// The directions with the lowest ranks, with the beginnings of their texts where they are asked
/// for: a uniform sample, in bounded memory. Slots are in no order that means anything.
class DirectionSample {
 public:
  /// At most `most_bytes` of directions, and `most_rows`; of each text `text_bytes` at most.
  struct Limits {
    std::size_t most_bytes = 0;
    std::size_t most_rows = 0;
    std::size_t text_bytes = 0;
  };
  explicit DirectionSample(Limits limits) : limits_(limits) {}

  /// `rank` is a hash of the pair, `label` what it is called. A direction of zeros is left out.
  void add(std::uint64_t rank, std::span<const std::int8_t> direction, std::string_view text = {},
           std::uint32_t label = 0);

  std::size_t size() const { return ranks_.size(); }
  std::uint64_t seen() const { return seen_; }
  bool is_whole() const { return seen_ == size(); }
  std::size_t dimension() const { return dimension_; }
  std::uint64_t rank(std::size_t slot) const { return ranks_[slot]; }
  float inverse_norm(std::size_t slot) const { return inverse_norms_[slot]; }
  std::span<const std::int8_t> row(std::size_t slot) const;
  /// Slots from `first` on that stand one behind another in memory, at most `most`.
  std::span<const std::int8_t> rows(std::size_t first, std::size_t most) const;
  const std::string& text(std::size_t slot) const { return texts_[slot]; }
  std::span<const std::string> texts() const { return texts_; }
  std::uint32_t label(std::size_t slot) const { return labels_[slot]; }
  std::span<const std::uint32_t> labels() const { return labels_; }
  /// The slots by rank; equal ranks by what they hold.
  std::vector<std::uint32_t> by_rank() const;

 private:
  void put(std::size_t slot, std::uint64_t rank, std::span<const std::int8_t> direction,
           std::string_view text, std::uint32_t label);
  std::int8_t* place(std::size_t slot);

  Limits limits_;
  std::size_t dimension_ = 0;
  std::size_t most_ = 0;  ///< Slots.
  std::uint64_t seen_ = 0;
  std::vector<std::vector<std::int8_t>> blocks_;
  std::vector<std::uint64_t> ranks_;
  std::vector<float> inverse_norms_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::string> texts_;
  /// Once all slots are taken: the highest rank first, as heaps go.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> highest_;
};

}  // namespace bmo::metrics
