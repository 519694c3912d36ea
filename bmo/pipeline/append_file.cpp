// Buffered appending and the proof of what is kept on resume.
#include "bmo/pipeline/append_file.hpp"

#include <algorithm>

namespace bmo::pipeline {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20U;

Error damaged(const std::string& path, std::string why) {
  return {.kind = ErrorKind::kIo,
          .code = "E_DAMAGED",
          .message = "a file of an earlier run is not as it was written",
          .why = std::move(why),
          .hint = "run the same command again: the damaged part is written anew",
          .place = {.file = path}};
}

Status hash_into(io::File& file, const std::string& path, std::uint64_t bytes, Sha256& sha) {
  std::string buffer(kBuffer, '\0');
  for (std::uint64_t at = 0; at < bytes;) {
    const std::size_t want =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), bytes - at));
    BMO_TRY_AS(const std::size_t got, file.read_at(at, buffer.data(), want));
    if (got == 0) {
      return damaged(path, "it holds " + std::to_string(at) + " bytes, " + std::to_string(bytes) +
                               " were written");
    }
    sha.add({buffer.data(), got});
    at += got;
  }
  return ok();
}

}  // namespace

Result<std::unique_ptr<AppendFile>> AppendFile::create(io::Disk& disk, const std::string& path) {
  BMO_TRY(disk.remove(path));
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kCreateNew));
  return std::unique_ptr<AppendFile>(new AppendFile(path, std::move(file)));
}

Result<std::unique_ptr<AppendFile>> AppendFile::resume(io::Disk& disk, const std::string& path,
                                                       const FileState& state) {
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kModify));
  auto out = std::unique_ptr<AppendFile>(new AppendFile(path, std::move(file)));
  BMO_TRY(hash_into(*out->file_, path, state.bytes, out->sha_));
  if (out->sha_.hex() != state.sha256) return damaged(path, "its SHA-256 differs");
  BMO_TRY(out->file_->truncate(state.bytes));
  out->written_ = state.bytes;
  return out;
}

Status AppendFile::put(std::string_view bytes) {
  BMO_TRY(file_->write_at(written_, bytes));
  sha_.add(bytes);
  written_ += bytes.size();
  return ok();
}

Status AppendFile::write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() < kBuffer) {
    buffer_ += bytes;
    return ok();
  }
  BMO_TRY(flush());
  return put(bytes);
}

Status AppendFile::flush() {
  if (buffer_.empty()) return ok();
  BMO_TRY(put(buffer_));
  buffer_.clear();
  return ok();
}

Result<std::string> hash_prefix(io::File& file, const std::string& path, std::uint64_t bytes) {
  Sha256 sha;
  BMO_TRY(hash_into(file, path, bytes, sha));
  return sha.hex();
}

}  // namespace bmo::pipeline
