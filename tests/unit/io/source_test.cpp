// Reading plain and compressed streams: what is accepted, and what is refused with code and place.
#include <algorithm>

#include <unistd.h>

#include "bmo/io/disk_fault.hpp"
#include "bmo/io/disk_memory.hpp"
#include "tests/unit/io/fixtures.hpp"

namespace bmo::io::test {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += R"({"instruction":"Question )" + std::to_string(i) +
            R"(?","response":"Answer"})"
            "\n";
  }
  return text;
}

/// The error of reading it all, wherever it shows.
Error error_of(Disk& disk, const Input& input, const SourceLimits& limits = {}) {
  auto text = read_all(disk, input, 4096, 0, limits);
  EXPECT_FALSE(text) << "read " << (text ? text->size() : 0) << " bytes";
  return text ? Error{} : std::move(text).error();
}

Error error_of_bytes(std::string_view bytes, const SourceLimits& limits = {}) {
  MemoryDisk disk;
  disk.put("in", bytes);
  return error_of(disk, {"in", ""}, limits);
}

std::string text_of_bytes(std::string_view bytes, std::size_t step = 4096) {
  MemoryDisk disk;
  disk.put("in", bytes);
  auto text = read_all(disk, {"in", ""}, step);
  EXPECT_TRUE(text) << text.error().message << ": " << text.error().why;
  return text ? *text : "";
}

TEST(PlainSource, GivesTheBytesAsTheyAre) {
  const std::string text = lines(2000);
  EXPECT_EQ(text_of_bytes(text), text);
}

TEST(PlainSource, StandsAtTheOffset) {
  MemoryDisk disk;
  disk.put("in", "0123456789");
  auto text = read_all(disk, {"in", ""}, 3, 4);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "456789");
}

TEST(PlainSource, RefusesAnOffsetBehindTheEnd) {
  MemoryDisk disk;
  disk.put("in", "0123");
  auto source = open_source(disk, {"in", ""}, 5);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::kMismatch);
  EXPECT_EQ(source.error().code, "E_INPUT_CHANGED");
}

TEST(PlainSource, CountsItsPosition) {
  MemoryDisk disk;
  disk.put("in", "0123456789");
  auto source = open_source(disk, {"in", ""}, 2);
  ASSERT_TRUE(source);
  char bytes[3];
  ASSERT_TRUE((*source)->read(bytes, 3));
  EXPECT_EQ((*source)->position(), 5U);
  EXPECT_EQ((*source)->compressed_position(), 5U);
  EXPECT_EQ((*source)->compressed_size(), 10U);
}

TEST(PlainSource, MissingFileNamesTheNearest) {
  MemoryDisk disk;
  disk.put("data/train.jsonl", "x");
  auto source = open_source(disk, {"data/trian.jsonl", ""}, 0);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(source.error().code, "E_INPUT");
  EXPECT_EQ(source.error().place.file, "data/trian.jsonl");
  EXPECT_NE(source.error().hint.find("data/train.jsonl"), std::string::npos);
}

TEST(PlainSource, PassesOnAReadError) {
  MemoryDisk memory;
  memory.put("in", lines(10));
  FaultDisk disk(memory);
  disk.fail({.nth = 2, .only = Operation::kRead});
  EXPECT_EQ(error_of(disk, {"in", ""}).code, "E_IO");
}

TEST(ForeignCompression, IsNamed) {
  const Error error =
      error_of_bytes(std::string_view("\xFD"
                                      "7zXZ\0restofit",
                                      14));
  EXPECT_EQ(error.code, "E_COMPRESSION");
  EXPECT_NE(error.why.find("xz"), std::string::npos);
}

TEST(Gzip, GivesThePlainBytesWhateverTheStep) {
  const std::string text = lines(2000);
  for (const std::size_t step : {1U, 7U, 4096U, 1U << 20U}) {
    EXPECT_EQ(text_of_bytes(gzip_of(text), step), text) << step;
  }
}

TEST(Gzip, ReadsAllMembers) {
  EXPECT_EQ(text_of_bytes(gzip_of("one\n") + gzip_of("") + gzip_of("two\n")), "one\ntwo\n");
}

TEST(Gzip, ReadsTheMembersThatAnotherPackerWrote) {
  BMO_NEEDS_DATA(path, "hostile/bomb/two_members.jsonl.gz");
  auto text = read_all(posix_disk(), {path, ""});
  ASSERT_TRUE(text);
  EXPECT_EQ(std::count(text->begin(), text->end(), '\n'), 5);
}

TEST(Gzip, IsToldByItsBytesNotItsName) {
  MemoryDisk disk;
  disk.put("pairs.jsonl", gzip_of("one\n"));
  auto text = read_all(disk, {"pairs.jsonl", ""});
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "one\n");
}

TEST(Gzip, ResumesAtAPlainOffset) {
  MemoryDisk disk;
  const std::string text = lines(3000);
  disk.put("in", gzip_of(text.substr(0, 5000)) + gzip_of(text.substr(5000)));
  for (const std::size_t offset : {std::size_t{3}, std::size_t{5000}, text.size()}) {
    auto rest = read_all(disk, {"in", ""}, 999, offset);
    ASSERT_TRUE(rest);
    EXPECT_EQ(*rest, text.substr(offset));
  }
}

TEST(Gzip, RefusesAnOffsetBehindTheEnd) {
  MemoryDisk disk;
  disk.put("in", gzip_of("0123"));
  auto source = open_source(disk, {"in", ""}, 5);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, "E_INPUT_CHANGED");
}

TEST(Gzip, EveryCutIsTruncatedAtItsLastByte) {
  const std::string packed = gzip_of(lines(50));
  for (std::size_t size = 2; size < packed.size(); ++size) {
    const Error error = error_of_bytes(std::string_view(packed).substr(0, size));
    EXPECT_EQ(error.code, "E_TRUNCATED") << size;
    EXPECT_EQ(error.place.byte, size);
  }
}

TEST(Gzip, NamesTheByteOfTheTruncatedFile) {
  BMO_NEEDS_DATA(path, "hostile/bomb/truncated.jsonl.gz");
  const Error error = error_of(posix_disk(), {path, ""});
  EXPECT_EQ(error.kind, ErrorKind::kBadData);
  EXPECT_EQ(error.code, "E_TRUNCATED");
  EXPECT_EQ(error.place.byte, 246U);
  EXPECT_EQ(error.place.file, path);
}

TEST(Gzip, GivesTheGoodBytesBeforeTheError) {
  MemoryDisk disk;
  const std::string text = lines(3000);
  disk.put("in", gzip_of(text) + gzip_of(text).substr(0, 40));
  auto source = open_source(disk, {"in", ""}, 0);
  ASSERT_TRUE(source);
  std::string all(2 * text.size(), '\0');
  auto got = (*source)->read(all.data(), all.size());
  ASSERT_TRUE(got);
  EXPECT_GE(*got, text.size());
  EXPECT_FALSE((*source)->read(all.data(), all.size()));
  EXPECT_FALSE((*source)->read(all.data(), all.size())) << "an error stays";
}

TEST(Gzip, RefusesAWrongChecksum) {
  std::string packed = gzip_of(lines(5));
  packed[packed.size() - 8] ^= 1;
  EXPECT_EQ(error_of_bytes(packed).code, "E_CHECKSUM");
}

TEST(Gzip, RefusesAWrongLength) {
  std::string packed = gzip_of(lines(5));
  packed[packed.size() - 1] ^= 1;
  EXPECT_EQ(error_of_bytes(packed).code, "E_CHECKSUM");
}

TEST(Gzip, NeverGivesWrongBytesForAFlippedBit) {
  const std::string text = lines(20);
  const std::string packed = gzip_of(text);
  MemoryDisk disk;
  for (std::size_t at = 2; at < packed.size(); ++at) {
    std::string damaged = packed;
    damaged[at] ^= 0x10;
    disk.put("in", damaged);
    auto read = read_all(disk, {"in", ""});
    // Header fields such as the time carry no data; all else must be caught.
    EXPECT_TRUE(!read || *read == text) << at;
  }
}

TEST(Gzip, RefusesTrailingBytes) {
  const std::string packed = gzip_of(lines(5));
  const Error error = error_of_bytes(packed + "garbage");
  EXPECT_EQ(error.code, "E_TRAILING");
  EXPECT_EQ(error.place.byte, packed.size());
  EXPECT_NE(error.hint.find("head -c " + std::to_string(packed.size())), std::string::npos);
}

TEST(Gzip, RefusesGzipInGzip) {
  EXPECT_EQ(error_of_bytes(gzip_of(gzip_of("x"))).code, "E_NESTED");
}

TEST(Gzip, RefusesZstdInGzip) {
  EXPECT_EQ(error_of_bytes(gzip_of(zstd_of("x"))).code, "E_NESTED");
}

TEST(Gzip, StopsABomb) {
  const Error error = error_of_bytes(gzip_of(std::string(80 * kMiB, '\0')));
  EXPECT_EQ(error.code, "E_EXPANSION");
  EXPECT_TRUE(error.place.byte.has_value());
}

TEST(Gzip, LetsSmallButVeryCompressibleDataThrough) {
  const std::string text(10 * kMiB, 'a');
  EXPECT_EQ(text_of_bytes(gzip_of(text)), text);
}

TEST(Gzip, StopsTheBombWithFlatMemory) {
  BMO_NEEDS_DATA(path, "hostile/bomb/zeros_1GiB.jsonl.gz");
  const std::uint64_t growth = peak_growth([&] {
    auto source = open_source(posix_disk(), {path, ""}, 0);
    if (!source) _exit(1);
    std::string piece(kMiB, '\0');
    for (;;) {
      auto got = (*source)->read(piece.data(), piece.size());
      if (!got) exit_child_unless(got.error().code == "E_EXPANSION" && *got.error().place.byte > 0);
      if (!got) break;
      if (*got == 0) _exit(2);
    }
  });
  EXPECT_LE(growth, 16 * kMiB);
}

TEST(Zstd, GivesThePlainBytesWhateverTheStep) {
  const std::string text = lines(2000);
  for (const std::size_t step : {1U, 7U, 4096U, 1U << 20U}) {
    EXPECT_EQ(text_of_bytes(zstd_of(text), step), text) << step;
  }
}

TEST(Zstd, ReadsAllFramesAndSkipsTheSkippable) {
  const std::string skippable = std::string("\x50\x2A\x4D\x18", 4) + little(3, 4) + "abc";
  EXPECT_EQ(text_of_bytes(skippable + zstd_of("one\n") + skippable + zstd_of("two\n")),
            "one\ntwo\n");
}

TEST(Zstd, ResumesAtAPlainOffset) {
  MemoryDisk disk;
  const std::string text = lines(3000);
  disk.put("in", zstd_of(text.substr(0, 5000)) + zstd_of(text.substr(5000)));
  auto rest = read_all(disk, {"in", ""}, 999, 7001);
  ASSERT_TRUE(rest);
  EXPECT_EQ(*rest, text.substr(7001));
}

TEST(Zstd, EveryCutIsTruncatedAtItsLastByte) {
  const std::string packed = zstd_of(lines(50));
  for (std::size_t size = 4; size < packed.size(); ++size) {
    const Error error = error_of_bytes(std::string_view(packed).substr(0, size));
    EXPECT_EQ(error.code, "E_TRUNCATED") << size;
    EXPECT_EQ(error.place.byte, size);
  }
}

TEST(Zstd, RefusesAWrongChecksum) {
  std::string packed = zstd_of(lines(5));
  packed.back() ^= 1;
  EXPECT_EQ(error_of_bytes(packed).code, "E_CHECKSUM");
}

TEST(Zstd, NeverGivesWrongBytesForAFlippedBit) {
  const std::string text = lines(20);
  const std::string packed = zstd_of(text);
  MemoryDisk disk;
  for (std::size_t at = 4; at < packed.size(); ++at) {
    for (const int bit : {1, 0x10, 0x80}) {
      std::string damaged = packed;
      damaged[at] = static_cast<char>(damaged[at] ^ bit);
      disk.put("in", damaged);
      auto read = read_all(disk, {"in", ""});
      EXPECT_TRUE(!read || *read == text) << at << " bit " << bit;
    }
  }
}

TEST(Zstd, RefusesTrailingBytes) {
  const std::string packed = zstd_of(lines(5));
  const Error error = error_of_bytes(packed + "garbage");
  EXPECT_EQ(error.code, "E_TRAILING");
  EXPECT_EQ(error.place.byte, packed.size());
}

TEST(Zstd, RefusesNesting) {
  EXPECT_EQ(error_of_bytes(zstd_of(gzip_of("x"))).code, "E_NESTED");
}

TEST(Zstd, StopsABomb) {
  EXPECT_EQ(error_of_bytes(zstd_of(std::string(80 * kMiB, '\0'))).code, "E_EXPANSION");
}

TEST(Zstd, RefusesAHugeWindowFromTheHeader) {
  BMO_NEEDS_DATA(path, "hostile/bomb/zstd_window_2GiB.jsonl.zst");
  const Error error = error_of(posix_disk(), {path, ""});
  EXPECT_EQ(error.code, "E_WINDOW");
  EXPECT_EQ(error.place.byte, 5U);
  EXPECT_NE(error.why.find("2.0 GiB"), std::string::npos) << error.why;
}

TEST(Zstd, TakesNoMemoryForARefusedWindow) {
  BMO_NEEDS_DATA(path, "hostile/bomb/zstd_window_2GiB.jsonl.zst");
  EXPECT_LE(peak_growth([&] { exit_child_unless(!open_source(posix_disk(), {path, ""}, 0)); }),
            4 * kMiB);
}

TEST(Zstd, RefusesAHugeSegmentFromTheHeader) {
  // Single segment, content size of 8 bytes: 1 TiB, all of which would be the window.
  const std::string frame =
      std::string("\x28\xB5\x2F\xFD\xE0", 5) + little(std::uint64_t{1} << 40U, 8) + "abcdef";
  const Error error = error_of_bytes(frame);
  EXPECT_EQ(error.code, "E_WINDOW");
  EXPECT_EQ(error.place.byte, 5U);
}

TEST(Zstd, JudgesTheWindowOfEachFrame) {
  const std::string first = zstd_of("one\n");
  const Error error = error_of_bytes(first + std::string("\x28\xB5\x2F\xFD\x00\xA8\x01\0\0", 9));
  EXPECT_EQ(error.code, "E_WINDOW");
  EXPECT_EQ(error.place.byte, first.size() + 5);
}

TEST(Zip, ReadsAMember) {
  MemoryDisk disk;
  const std::string text = lines(3000);
  disk.put("in.zip", zip_of({{"a.jsonl", "first"}, {"sub/b.jsonl", text}}));
  for (const std::size_t step : {7U, 4096U, 1U << 20U}) {
    auto read = read_all(disk, {"in.zip", "sub/b.jsonl"}, step);
    ASSERT_TRUE(read) << read.error().why;
    EXPECT_EQ(*read, text);
  }
}

TEST(Zip, ReadsAMemberWithAnOldName) {
  MemoryDisk disk;
  disk.put("in.zip", zip_of({{"caf\x82.jsonl", "x"}}));
  auto inputs = expand(disk, {"in.zip"});
  ASSERT_TRUE(inputs);
  EXPECT_EQ(inputs->at(0).member, "caf\u00E9.jsonl");
  auto text = read_all(disk, inputs->at(0));
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "x");
}

TEST(Zip, ResumesAtAPlainOffset) {
  MemoryDisk disk;
  disk.put("in.zip", zip_of({{"a.jsonl", "0123456789"}}));
  auto read = read_all(disk, {"in.zip", "a.jsonl"}, 3, 6);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, "6789");
}

TEST(Zip, RefusesAWrongChecksum) {
  MemoryDisk disk;
  std::string packed = zip_of({{"a.jsonl", lines(100)}});
  packed[30 + 7 + 20] ^= 4;  // In the deflate data behind local header and name.
  disk.put("in.zip", packed);
  const Error error = error_of(disk, {"in.zip", "a.jsonl"});
  EXPECT_EQ(error.code, "E_CHECKSUM");
  EXPECT_EQ(error.place.file, "in.zip!a.jsonl");
}

TEST(Zip, StopsABomb) {
  MemoryDisk disk;
  disk.put("in.zip", zip_of({{"a.jsonl", std::string(80 * kMiB, '\0')}}));
  EXPECT_EQ(error_of(disk, {"in.zip", "a.jsonl"}).code, "E_EXPANSION");
}

TEST(Zip, RefusesACompressedMember) {
  MemoryDisk disk;
  disk.put("in.zip", zip_of({{"a.jsonl.gz", gzip_of("x")}}));
  EXPECT_EQ(error_of(disk, {"in.zip", "a.jsonl.gz"}).code, "E_NESTED");
}

TEST(Zip, RefusesAMemberThatIsNotThere) {
  MemoryDisk disk;
  disk.put("in.zip", zip_of({{"a.jsonl", "x"}}));
  EXPECT_EQ(error_of(disk, {"in.zip", "b.jsonl"}).code, "E_INPUT");
}

TEST(Zip, PassesOnAReadError) {
  MemoryDisk memory;
  memory.put("in.zip", zip_of({{"a.jsonl", lines(100)}}));
  FaultDisk disk(memory);
  disk.fail({.nth = 3, .lasting = true, .only = Operation::kRead});
  EXPECT_EQ(error_of(disk, {"in.zip", "a.jsonl"}).code, "E_IO");
}

TEST(Zip, NeverGivesWrongBytesForAFlippedBit) {
  const std::string text = lines(20);
  const std::string packed = zip_of({{"a.jsonl", text}});
  MemoryDisk disk;
  for (std::size_t at = 4; at < packed.size(); ++at) {
    for (const int bit : {1, 0x10, 0x80}) {
      std::string damaged = packed;
      damaged[at] = static_cast<char>(damaged[at] ^ bit);
      disk.put("in.zip", damaged);
      auto inputs = expand(disk, {"in.zip"});
      if (!inputs) continue;
      auto read = read_all(disk, inputs->at(0));
      EXPECT_TRUE(!read || *read == text) << at << " bit " << bit;
    }
  }
}

TEST(Zip, EveryCutIsRefused) {
  MemoryDisk disk;
  const std::string packed = zip_of({{"a.jsonl", lines(30)}});
  for (std::size_t size = 4; size < packed.size(); ++size) {
    disk.put("in.zip", std::string_view(packed).substr(0, size));
    EXPECT_EQ(error_of(disk, {"in.zip", "a.jsonl"}).kind, ErrorKind::kBadData) << size;
  }
}

TEST(Peek, GivesTheHeadOfThePlainBytes) {
  MemoryDisk disk;
  disk.put("in", gzip_of("0123456789"));
  auto head = peek(disk, {"in", ""}, 4);
  ASSERT_TRUE(head);
  EXPECT_EQ(*head, "0123");
  auto whole = peek(disk, {"in", ""}, 400);
  ASSERT_TRUE(whole);
  EXPECT_EQ(*whole, "0123456789");
}

TEST(Peek, OfAnEmptyFileIsEmpty) {
  MemoryDisk disk;
  disk.put("in", "");
  auto head = peek(disk, {"in", ""}, 4);
  ASSERT_TRUE(head);
  EXPECT_EQ(*head, "");
}

TEST(OpenRandom, GivesAPlainFile) {
  MemoryDisk disk;
  disk.put("in.parquet", "PAR1....PAR1");
  auto file = open_random(disk, {"in.parquet", ""});
  ASSERT_TRUE(file);
  char bytes[4];
  auto got = (*file)->read_at(8, bytes, 4);
  ASSERT_TRUE(got);
  EXPECT_EQ(std::string_view(bytes, *got), "PAR1");
}

TEST(OpenRandom, RefusesACompressedFile) {
  MemoryDisk disk;
  disk.put("in.parquet.gz", gzip_of("PAR1....PAR1"));
  auto file = open_random(disk, {"in.parquet.gz", ""});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::kUnsupported);
}

}  // namespace
}  // namespace bmo::io::test
