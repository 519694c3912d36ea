// Keeps one block of the file and refills it behind what is still unused.
#include "bmo/io/feed.hpp"

#include <algorithm>

namespace bmo::io {

Result<std::string_view> Feed::look(std::size_t count) {
  constexpr std::size_t kBlock = std::size_t{256} << 10U;
  if (block_.size() - begin_ < count) {
    block_.erase(0, begin_);
    begin_ = 0;
    const std::size_t kept = block_.size();
    block_.resize(std::max(kBlock, count));
    auto got = file_->read_at(loaded_, block_.data() + kept, block_.size() - kept);
    block_.resize(kept + (got ? *got : 0));
    if (!got) return std::move(got).error();
    loaded_ += *got;
  }
  return std::string_view(block_).substr(begin_);
}

}  // namespace bmo::io
