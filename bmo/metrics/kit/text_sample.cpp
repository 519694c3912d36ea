// Puts a text in its place and drops the last ones that are no longer needed.
#include "bmo/metrics/kit/text_sample.hpp"

#include <iterator>

namespace bmo::metrics {

void TextSample::add(std::uint64_t rank, std::string_view text) {
  constexpr std::size_t kLongest = std::size_t{64} << 10U;
  if (bytes_ >= most_ && !texts_.empty() && rank > texts_.rbegin()->first) return;
  texts_.emplace(rank, text.substr(0, kLongest));
  bytes_ += std::min(text.size(), kLongest);
  while (texts_.size() > 1 && bytes_ - texts_.rbegin()->second.size() >= most_) {
    bytes_ -= texts_.rbegin()->second.size();
    texts_.erase(std::prev(texts_.end()));
  }
}

}  // namespace bmo::metrics
