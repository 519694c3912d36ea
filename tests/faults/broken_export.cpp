// Exports with a disk that breaks the commit protocol on purpose: the fault tests must catch it.
//
//   broken_export in-place|no-sync|no-folder-sync|wrong-value SOURCE OUT
//
// wrong-value writes another word in place of one, which is for the round-trip proof to catch.
#include <cstdio>
#include <memory>
#include <string>

#include "bmo/app/export.hpp"

namespace {

using namespace bmo;  // NOLINT: a test program

enum class Fault : std::uint8_t { kInPlace, kNoSync, kNoFolderSync, kWrongValue };

/// A file whose bytes are never made durable.
class UnsyncedFile final : public io::File {
 public:
  explicit UnsyncedFile(std::unique_ptr<io::File> file) : file_(std::move(file)) {}
  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    return file_->read_at(offset, out, size);
  }
  Status write_at(std::uint64_t offset, std::string_view bytes) override {
    return file_->write_at(offset, bytes);
  }
  Status truncate(std::uint64_t size) override { return file_->truncate(size); }
  Status sync() override { return ok(); }
  Result<io::FileInfo> info() override { return file_->info(); }
  Status close() override { return file_->close(); }

 private:
  std::unique_ptr<io::File> file_;
};

/// A file that gets "bulge" where "bilge" was meant.
class WrongFile final : public io::File {
 public:
  explicit WrongFile(std::unique_ptr<io::File> file) : file_(std::move(file)) {}
  Result<std::size_t> read_at(std::uint64_t offset, char* out, std::size_t size) override {
    return file_->read_at(offset, out, size);
  }
  Status write_at(std::uint64_t offset, std::string_view bytes) override {
    std::string wrong(bytes);
    const std::size_t at = wrong.find("bilge");
    if (at != std::string::npos) wrong[at + 1] = 'u';
    return file_->write_at(offset, wrong);
  }
  Status truncate(std::uint64_t size) override { return file_->truncate(size); }
  Status sync() override { return file_->sync(); }
  Result<io::FileInfo> info() override { return file_->info(); }
  Status close() override { return file_->close(); }

 private:
  std::unique_ptr<io::File> file_;
};

class BrokenDisk final : public io::Disk {
 public:
  BrokenDisk(io::Disk& disk, Fault fault) : disk_(disk), fault_(fault) {}

  Result<std::unique_ptr<io::File>> open(const std::string& path, io::Open mode) override {
    const std::string target = fault_ == Fault::kInPlace ? final_name(path) : path;
    if (target != path && mode == io::Open::kCreateNew) BMO_TRY(disk_.remove(target));
    BMO_TRY_AS(std::unique_ptr<io::File> file, disk_.open(target, mode));
    if (fault_ == Fault::kWrongValue && path.find("/data-0-0-") != std::string::npos) {
      return std::unique_ptr<io::File>(std::make_unique<WrongFile>(std::move(file)));
    }
    if (fault_ != Fault::kNoSync) return file;
    return std::unique_ptr<io::File>(std::make_unique<UnsyncedFile>(std::move(file)));
  }
  Result<io::FileInfo> info(const std::string& path) override { return disk_.info(path); }
  bool exists(const std::string& path) override { return disk_.exists(path); }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return disk_.list(path);
  }
  Status make_directories(const std::string& path) override { return disk_.make_directories(path); }
  Status rename(const std::string& from, const std::string& to) override {
    if (fault_ == Fault::kInPlace && final_name(from) == to) return ok();
    return disk_.rename(from, to);
  }
  Status remove(const std::string& path) override { return disk_.remove(path); }
  Status remove_directory(const std::string& path) override { return disk_.remove_directory(path); }
  Status sync_directory(const std::string& path) override {
    const bool syncs = fault_ == Fault::kInPlace || fault_ == Fault::kWrongValue;
    return syncs ? disk_.sync_directory(path) : ok();
  }
  Result<std::unique_ptr<io::Lock>> lock(const std::string& path,
                                         const std::string& owner) override {
    return disk_.lock(path, owner);
  }
  Result<std::uint64_t> free_bytes(const std::string& path) override {
    return disk_.free_bytes(path);
  }

 private:
  /// "a/.tmp-name" -> "a/name": writes under the final name at once.
  static std::string final_name(std::string path) {
    const std::size_t at = path.rfind("/.tmp-");
    return at == std::string::npos ? path : path.erase(at + 1, 5);
  }

  io::Disk& disk_;
  Fault fault_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::string mode = arguments[1];
  const Fault fault = mode == "in-place"      ? Fault::kInPlace
                      : mode == "no-sync"     ? Fault::kNoSync
                      : mode == "wrong-value" ? Fault::kWrongValue
                                              : Fault::kNoFolderSync;
  BrokenDisk disk(io::posix_disk(), fault);
  const StopFlag stop;
  app::ExportRequest request;
  request.sources = {arguments[2]};
  request.to = {"jsonl", "parquet"};
  request.out = arguments[3];
  request.shard_size = "64KiB";
  request.block_size = "32KiB";
  const auto answer = app::run_export(request, {.disk = disk, .stop = stop, .progress = {}});
  if (answer) return 0;
  std::fprintf(stderr, "%s: %s\n", answer.error().code.c_str(), answer.error().message.c_str());
  return exit_code(answer.error().kind);
}
