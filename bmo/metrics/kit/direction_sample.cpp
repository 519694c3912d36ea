// Fills slots; once they are full, a lower rank takes the slot of the highest.
#include "bmo/metrics/kit/direction_sample.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "bmo/embed/embed.hpp"

namespace bmo::metrics {
namespace {

// So that memory is not copied while it grows.
constexpr std::size_t kBlockRows = 4096;

std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80)
    --most;
  return text.substr(0, most);
}

}  // namespace

std::int8_t* DirectionSample::place(std::size_t slot) {
  return blocks_[slot / kBlockRows].data() + slot % kBlockRows * dimension_;
}

std::span<const std::int8_t> DirectionSample::row(std::size_t slot) const {
  return std::span(blocks_[slot / kBlockRows]).subspan(slot % kBlockRows * dimension_, dimension_);
}

std::span<const std::int8_t> DirectionSample::rows(std::size_t first, std::size_t most) const {
  const std::size_t count = std::min({most, kBlockRows - first % kBlockRows, size() - first});
  return std::span(blocks_[first / kBlockRows])
      .subspan(first % kBlockRows * dimension_, count * dimension_);
}

void DirectionSample::put(std::size_t slot, std::uint64_t rank,
                          std::span<const std::int8_t> direction, std::string_view text,
                          std::uint32_t label) {
  std::memcpy(place(slot), direction.data(), dimension_);
  const auto square = static_cast<double>(embed::dot(direction, direction));
  ranks_[slot] = rank;
  labels_[slot] = label;
  inverse_norms_[slot] = static_cast<float>(1 / std::sqrt(square));
  if (limits_.text_bytes != 0) texts_[slot] = beginning(text, limits_.text_bytes);
}

void DirectionSample::add(std::uint64_t rank, std::span<const std::int8_t> direction,
                          std::string_view text, std::uint32_t label) {
  if (std::ranges::all_of(direction, [](std::int8_t value) { return value == 0; })) return;
  ++seen_;
  if (dimension_ == 0) {
    dimension_ = direction.size();
    most_ = std::max<std::size_t>(1, std::min(limits_.most_rows, limits_.most_bytes / dimension_));
  }
  if (size() < most_) {
    if (size() % kBlockRows == 0) blocks_.emplace_back(kBlockRows * dimension_);
    ranks_.emplace_back();
    labels_.emplace_back();
    inverse_norms_.emplace_back();
    if (limits_.text_bytes != 0) texts_.emplace_back();
    put(size() - 1, rank, direction, text, label);
    return;
  }
  if (highest_.empty()) {
    for (std::size_t slot = 0; slot < size(); ++slot)
      highest_.emplace_back(ranks_[slot], static_cast<std::uint32_t>(slot));
    std::ranges::make_heap(highest_);
  }
  if (rank >= highest_.front().first) return;
  std::ranges::pop_heap(highest_);
  const std::uint32_t slot = highest_.back().second;
  highest_.back().first = rank;
  std::ranges::push_heap(highest_);
  put(slot, rank, direction, text, label);
}

std::vector<std::uint32_t> DirectionSample::by_rank() const {
  std::vector<std::uint32_t> out(size());
  std::iota(out.begin(), out.end(), 0U);
  std::ranges::sort(out, [this](std::uint32_t a, std::uint32_t b) {
    if (ranks_[a] != ranks_[b]) return ranks_[a] < ranks_[b];
    return std::ranges::lexicographical_compare(row(a), row(b));
  });
  return out;
}

}  // namespace bmo::metrics
