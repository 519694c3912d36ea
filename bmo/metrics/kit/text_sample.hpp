// Keeps a sample of texts that depends on the pairs alone, not on their order.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace bmo::metrics {

/// The texts with the lowest ranks, as many as are needed to reach `most` bytes: a uniform sample
/// of pairs, the same for any order, in bounded memory.
class TextSample {
 public:
  explicit TextSample(std::size_t most) : most_(most) {}

  /// `rank` is a hash of the pair. A text is cut at 64 KiB.
  void add(std::uint64_t rank, std::string_view text);

  /// By rank; equal ranks by text.
  const std::multiset<std::pair<std::uint64_t, std::string>>& texts() const { return texts_; }

 private:
  std::size_t most_;
  std::size_t bytes_ = 0;
  std::multiset<std::pair<std::uint64_t, std::string>> texts_;
};

}  // namespace bmo::metrics
