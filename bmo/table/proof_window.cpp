// Keeps the bytes that are looked at in one buffer, moved to its front as they are passed.
#include "bmo/table/proof_window.hpp"

#include <cstring>

#include "bmo/json/events.hpp"

namespace bmo::table {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;  ///< Stays in a core's cache.

}  // namespace

ProofWindow::ProofWindow(std::unique_ptr<io::Source> source) : source_(std::move(source)) {
  buffer_.resize(kBlock + json::EventReader::kPadding);
}

Result<ProofWindow> ProofWindow::open(io::Disk& disk, const std::string& path, std::uint64_t from) {
  constexpr io::SourceLimits kAnySize{.min_expanded = UINT64_MAX};
  BMO_TRY_AS(auto source, io::open_source(disk, {.path = path, .member = {}}, from, kAnySize));
  return ProofWindow(std::move(source));
}

Result<bool> ProofWindow::more() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
  passed_ += begin_;
  filled_ -= begin_;
  begin_ = 0;
  if (buffer_.size() - filled_ < kBlock / 2) buffer_.resize(buffer_.size() * 2);
  const std::size_t room = buffer_.size() - json::EventReader::kPadding - filled_;
  BMO_TRY_AS(const std::size_t got, source_->read(buffer_.data() + filled_, room));
  filled_ += got;
  return got > 0;
}

}  // namespace bmo::table
