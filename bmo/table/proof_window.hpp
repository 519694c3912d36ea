// The part of a finished text file that is looked at while it is read back.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "bmo/io/io.hpp"

namespace bmo::table {

/// Moves on over a file's decompressed bytes. Grows where a row is longer than it, so it has no
/// limit of its own: the file is ours.
class ProofWindow {
 public:
  /// Opens `path` at decompressed byte `from`.
  static Result<ProofWindow> open(io::Disk& disk, const std::string& path, std::uint64_t from);

  /// What is read and not passed; json::EventReader::kPadding readable bytes lie behind it.
  std::string_view bytes() const { return {buffer_.data() + begin_, filled_ - begin_}; }
  /// Reads more; false at the end. What `bytes` gave before is no longer valid.
  Result<bool> more();
  void pass(std::size_t count) { begin_ += count; }
  /// Of what is not passed, from where the file was opened.
  std::uint64_t position() const { return passed_ + begin_; }

 private:
  explicit ProofWindow(std::unique_ptr<io::Source> source);

  std::unique_ptr<io::Source> source_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t passed_ = 0;
};

}  // namespace bmo::table
