// Fingerprints against published values, and the laws of the multiset sum.
#include "bmo/base/hash.hpp"

#include <gtest/gtest.h>

namespace bmo {
namespace {

TEST(Hash128, IsXxh3OfTheBytes) {
  // The values of the reference implementation for the empty input.
  EXPECT_EQ(to_hex(hash128("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hash64(""), 0x2D06800538D394C2U);
}

TEST(Hash128, SeedSeparatesUses) {
  EXPECT_NE(hash128("abc", 1), hash128("abc", 2));
  EXPECT_NE(hash128("abc", 1), hash128("abc"));
  EXPECT_NE(hash64("abc", 1), hash64("abc", 2));
}

TEST(Hash128, ComesBackFromHex) {
  const Hash128 hash = hash128("abc");
  Hash128 read;
  ASSERT_TRUE(parse_hex(to_hex(hash), read));
  EXPECT_EQ(read, hash);
}

TEST(Hash128, HexPutsTheHighHalfFirst) {
  EXPECT_EQ(to_hex({1, 2}), "00000000000000010000000000000002");
}

TEST(ParseHex, RefusesWhatIsNotHex) {
  Hash128 out;
  EXPECT_FALSE(parse_hex("", out));
  EXPECT_FALSE(parse_hex(std::string(31, '0'), out));
  EXPECT_FALSE(parse_hex(std::string(33, '0'), out));
  EXPECT_FALSE(parse_hex(std::string(31, '0') + "g", out));
  EXPECT_TRUE(parse_hex(std::string(32, 'F'), out));
}

TEST(StreamHash128, IsTheHashOfTheWholeWhateverThePieces) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += std::to_string(i);
  for (const std::size_t step : {1U, 7U, 255U, 256U, 5000U}) {
    StreamHash128 stream;
    for (std::size_t at = 0; at < text.size(); at += step) {
      stream.add(std::string_view(text).substr(at, step));
    }
    EXPECT_EQ(stream.value(), hash128(text)) << step;
  }
}

TEST(StreamHash128, StartsAnewAfterReset) {
  StreamHash128 stream;
  stream.add("abc");
  stream.reset();
  stream.add("def");
  EXPECT_EQ(stream.value(), hash128("def"));
}

TEST(MultisetHash, DoesNotMindTheOrder) {
  MultisetHash a;
  MultisetHash b;
  for (const char* text : {"x", "y", "y"})
    a.add(hash128(text));
  for (const char* text : {"y", "x", "y"})
    b.add(hash128(text));
  EXPECT_EQ(a, b);
}

TEST(MultisetHash, SeesAMissingAndADoubleElement) {
  MultisetHash one;
  MultisetHash two;
  one.add(hash128("x"));
  two.add(hash128("x"));
  two.add(hash128("x"));
  EXPECT_NE(one, two);
  EXPECT_NE(one, MultisetHash());
}

TEST(MultisetHash, MergesAsIfAddedTogether) {
  MultisetHash all;
  MultisetHash left;
  MultisetHash right;
  for (int i = 0; i < 100; ++i) {
    const Hash128 hash = hash128(std::to_string(i));
    all.add(hash);
    (i % 3 == 0 ? left : right).add(hash);
  }
  left.merge(right);
  EXPECT_EQ(left, all);
}

TEST(MultisetHash, CarriesIntoTheHighHalf) {
  MultisetHash sum = MultisetHash::of_sum({0, UINT64_MAX});
  sum.add({0, 1});
  EXPECT_EQ(sum.hex(), "00000000000000010000000000000000");
  sum.add({UINT64_MAX, 0});
  EXPECT_EQ(sum, MultisetHash()) << "modulo 2^128";
}

TEST(Sha256, GivesThePublishedValues) {
  EXPECT_EQ(Sha256().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 digest;
  digest.add("abc");
  EXPECT_EQ(digest.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, GoesOnAfterItWasAsked) {
  Sha256 digest;
  digest.add("a");
  const std::string early = digest.hex();
  EXPECT_EQ(digest.hex(), early);
  digest.add("bc");
  EXPECT_EQ(digest.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, CopiesGoTheirOwnWays) {
  Sha256 digest;
  digest.add("ab");
  Sha256 copy(digest);
  copy.add("X");
  digest.add("c");
  EXPECT_EQ(digest.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(copy.hex(), digest.hex());
}

}  // namespace
}  // namespace bmo
