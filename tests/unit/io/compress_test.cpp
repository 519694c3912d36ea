// Compressed frames: they stand alone, depend on the text alone, and other programs can read them.
#include <cstdlib>

#include "bmo/io/disk_memory.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

std::string frame(Compression kind, int level, std::string_view text) {
  std::string out;
  EXPECT_TRUE(compress_frame(kind, level, text, out));
  return out;
}

std::string varied_text(std::size_t size) {
  std::string text;
  std::uint64_t state = 1;
  while (text.size() < size) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    text += std::to_string(state >> 40U) + " words and more words\n";
  }
  return text;
}

TEST(CompressFrame, NoneKeepsTheText) {
  EXPECT_EQ(frame(Compression::kNone, 0, "abc"), "abc");
}

TEST(CompressFrame, AppendsToWhatIsThere) {
  std::string out = "head";
  ASSERT_TRUE(compress_frame(Compression::kZstd, 0, "abc", out));
  EXPECT_TRUE(out.starts_with("head"));
  EXPECT_EQ(out.substr(4), zstd_of("abc"));
}

TEST(CompressFrame, ComesBackWhole) {
  MemoryDisk disk;
  const std::string text = varied_text(3'000'000);
  for (const Compression kind : {Compression::kGzip, Compression::kZstd}) {
    disk.put("f", frame(kind, 0, text));
    auto read = read_all(disk, {"f", ""}, 100'000);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, text);
  }
}

TEST(CompressFrame, IsCutAndResumedAtAFramesEnd) {
  MemoryDisk disk;
  for (const Compression kind : {Compression::kGzip, Compression::kZstd}) {
    disk.put("f", frame(kind, 0, "first ") + frame(kind, 0, "") + frame(kind, 0, "second"));
    EXPECT_EQ(*read_all(disk, {"f", ""}), "first second");
  }
}

TEST(CompressFrame, GzipHeaderHoldsNoTimeAndNoSystem) {
  const std::string packed = frame(Compression::kGzip, 0, "abc");
  EXPECT_EQ(packed.substr(0, 8), std::string("\x1F\x8B\x08\0\0\0\0\0", 8));
  EXPECT_EQ(packed[9], '\xFF');
}

TEST(CompressFrame, ZstdFrameHoldsItsSizeAndAChecksum) {
  const std::string packed = frame(Compression::kZstd, 0, varied_text(1000));
  const auto descriptor = static_cast<unsigned char>(packed[4]);
  EXPECT_NE(descriptor & 0x04U, 0U) << "checksum flag";
  EXPECT_NE(descriptor & 0xE0U, 0U) << "content size";
}

TEST(CompressFrame, HigherLevelsPackTighter) {
  const std::string text = varied_text(300'000);
  EXPECT_LT(frame(Compression::kGzip, 9, text).size(), frame(Compression::kGzip, 1, text).size());
  EXPECT_LT(frame(Compression::kZstd, 19, text).size(), frame(Compression::kZstd, 1, text).size());
}

TEST(CompressFrame, LevelZeroIsTheDefault) {
  const std::string text = varied_text(300'000);
  EXPECT_EQ(frame(Compression::kGzip, 0, text), frame(Compression::kGzip, 6, text));
  EXPECT_EQ(frame(Compression::kZstd, 0, text), frame(Compression::kZstd, 3, text));
}

TEST(CompressFrame, ImpossibleLevelIsAnError) {
  std::string out;
  EXPECT_FALSE(compress_frame(Compression::kGzip, 77, "abc", out));
}

TEST(CompressFrame, GzipProgramReadsTwoFrames) {
  if (std::system("gzip --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no gzip here";
  const TemporaryFolder folder;
  write_file(folder / "f.gz", gzip_of("first ") + gzip_of("second"));
  const std::string command = "gzip -dc '" + (folder / "f.gz") + "' > '" + (folder / "f") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(slurp(folder / "f"), "first second");
}

}  // namespace
}  // namespace bmo::io::test
