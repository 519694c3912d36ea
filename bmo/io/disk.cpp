// What is done with any disk: reading a small file whole, and publishing one all or nothing.
#include "bmo/io/disk.hpp"

#include "bmo/base/text.hpp"
#include "bmo/io/failure.hpp"

namespace bmo::io {
namespace {

Status write_new(Disk& disk, const std::string& path, std::string_view bytes, bool durable) {
  BMO_TRY_AS(auto file, disk.open(path, Open::kCreateNew));
  BMO_TRY(file->write_at(0, bytes));
  if (durable) BMO_TRY(file->sync());
  return file->close();
}

Error too_large(const std::string& path, std::uint64_t bytes, std::uint64_t limit) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = "E_TOO_LARGE";
  error.message = "the file is larger than a file of this kind may be";
  error.why = "it has " + format_size(bytes) + ", the limit is " + format_size(limit);
  error.hint = "check that this is the file you meant";
  error.place.file = path;
  return error;
}

}  // namespace

Result<std::string> read_file(Disk& disk, const std::string& path, std::uint64_t limit) {
  BMO_TRY_AS(auto file, disk.open(path, Open::kRead));
  BMO_TRY_AS(const FileInfo info, file->info());
  if (info.bytes > limit) return too_large(path, info.bytes, limit);
  std::string text(static_cast<std::size_t>(info.bytes), '\0');
  BMO_TRY_AS(const std::size_t got, file->read_at(0, text.data(), text.size()));
  text.resize(got);
  return text;
}

Status replace_file(Disk& disk, const std::string& path, std::string_view bytes, bool durable) {
  const std::string draft = join(parent_of(path), ".tmp-" + name_of(path));
  BMO_TRY(disk.remove(draft));  // A killed run may have left one.
  Status written = write_new(disk, draft, bytes, durable);
  if (written) written = disk.rename(draft, path);
  if (!written) {
    (void)disk.remove(draft);  // The first error is the one to tell.
  }
  return written;
}

Status publish_file(Disk& disk, const std::string& path, std::string_view bytes, bool durable) {
  BMO_TRY(replace_file(disk, path, bytes, durable));
  return durable ? disk.sync_directory(parent_of(path)) : ok();
}

std::string join(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.empty() && path.back() != '/') path += '/';
  return path += name;
}

}  // namespace bmo::io
