// What the tests of io share: a folder that goes away, hand-made archives, and a memory gauge.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/io/io.hpp"

namespace bmo::io::test {

/// A new folder of its own, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bmo-io-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(std::string_view name) const { return join(path_, name); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline void write_file(const std::string& path, std::string_view bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string gzip_of(std::string_view text) {
  std::string out;
  EXPECT_TRUE(compress_frame(Compression::kGzip, 0, text, out));
  return out;
}

inline std::string zstd_of(std::string_view text) {
  std::string out;
  EXPECT_TRUE(compress_frame(Compression::kZstd, 0, text, out));
  return out;
}

/// Reads a source to its end in pieces of `step`; the error where there is one.
inline Result<std::string> drain(Source& source, std::size_t step = 4096) {
  std::string all;
  std::string piece(step, '\0');
  for (;;) {
    BMO_TRY_AS(const std::size_t got, source.read(piece.data(), step));
    if (got == 0) return all;
    all.append(piece, 0, got);
  }
}

inline Result<std::string> read_all(Disk& disk, const Input& input, std::size_t step = 4096,
                                    std::uint64_t offset = 0, const SourceLimits& limits = {}) {
  BMO_TRY_AS(const auto source, open_source(disk, input, offset, limits));
  return drain(*source, step);
}

struct ZipEntry {
  std::string name;
  std::string text;
  std::uint32_t unix_mode = 0100644;
};

inline std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>(value >> (8 * i) & 0xFFU);
  return out;
}

/// A zip archive of deflated entries, made by hand so that it can hold what no packer would write.
inline std::string zip_of(const std::vector<ZipEntry>& entries) {
  std::string body;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    // A gzip member is a header of ten bytes, deflate data, checksum and length.
    const std::string member = gzip_of(entry.text);
    const std::string data = member.substr(10, member.size() - 18);
    const std::string checksum = member.substr(member.size() - 8, 4);
    const std::string fields = little(0, 2) + little(8, 2) + little(0, 2) + little(0x21, 2) +
                               checksum + little(data.size(), 4) + little(entry.text.size(), 4) +
                               little(entry.name.size(), 2) + little(0, 2);
    directory += "PK\x01\x02" + little(3U << 8U | 20U, 2) + little(20, 2) + fields + little(0, 2) +
                 little(0, 2) + little(0, 2) + little(std::uint64_t{entry.unix_mode} << 16U, 4) +
                 little(body.size(), 4) + entry.name;
    body += "PK\x03\x04" + little(20, 2) + fields + entry.name + data;
  }
  const std::string end = "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) +
                          little(entries.size(), 2) + little(directory.size(), 4) +
                          little(body.size(), 4) + little(0, 2);
  return body + directory + end;
}

/// How much the peak of resident memory grows while `work` runs, measured in a process of its own.
std::uint64_t peak_growth(const std::function<void()>& work);

/// For work in a child: an exit code that tells the parent of a failure.
void exit_child_unless(bool condition);

/// Runs `work` in a process of its own; its answer is the exit code.
int in_child(const std::function<int()>& work);

/// A file of the shared test data, "" where this machine has none.
inline std::string shared_data(std::string_view name) {
  const std::string path = join(BMO_TEST_DATA, name);
  return std::filesystem::exists(path) ? path : "";
}

}  // namespace bmo::io::test

#define BMO_NEEDS_DATA(variable, name)                             \
  const std::string variable = ::bmo::io::test::shared_data(name); \
  if (variable.empty()) GTEST_SKIP() << "no shared test data here"
