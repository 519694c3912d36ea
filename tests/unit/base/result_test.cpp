// Results carry a value or an error, errors travel up unharmed, and each kind has its exit code.
#include "bmo/base/result.hpp"

#include <gtest/gtest.h>

#include "bmo/base/arena.hpp"
#include "bmo/base/check.hpp"

namespace bmo {
namespace {

Error sample_error() {
  Error error;
  error.kind = ErrorKind::kIo;
  error.code = "E_SAMPLE";
  error.place.byte = 7;
  return error;
}

Result<std::unique_ptr<int>> number(bool is_good) {
  if (!is_good) return sample_error();
  return std::make_unique<int>(3);
}

Result<int> doubled(bool is_good) {
  BMO_TRY_AS(const auto held, number(is_good));
  BMO_TRY_AS(const auto again, number(true));
  return *held + *again;
}

Status tried(bool is_good) {
  BMO_TRY(number(is_good));
  return ok();
}

TEST(Result, CarriesAValueThatCannotBeCopied) {
  auto sum = doubled(true);
  ASSERT_TRUE(sum);
  EXPECT_EQ(*sum, 6);
  EXPECT_TRUE(tried(true));
}

TEST(Result, CarriesTheErrorUp) {
  auto sum = doubled(false);
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().code, "E_SAMPLE");
  EXPECT_EQ(sum.error().place.byte, 7U);
  EXPECT_EQ(tried(false).error().code, "E_SAMPLE");
}

TEST(ExitCode, IsTheContract) {
  EXPECT_EQ(exit_code(ErrorKind::kUsage), 2);
  EXPECT_EQ(exit_code(ErrorKind::kMismatch), 65);
  EXPECT_EQ(exit_code(ErrorKind::kBadData), 66);
  EXPECT_EQ(exit_code(ErrorKind::kNotFound), 66);
  EXPECT_EQ(exit_code(ErrorKind::kUnsupported), 2);
  EXPECT_EQ(exit_code(ErrorKind::kInternal), 70);
  EXPECT_EQ(exit_code(ErrorKind::kMemory), 71);
  EXPECT_EQ(exit_code(ErrorKind::kCannotCreate), 73);
  EXPECT_EQ(exit_code(ErrorKind::kIo), 74);
  EXPECT_EQ(exit_code(ErrorKind::kBusy), 75);
  EXPECT_EQ(exit_code(ErrorKind::kPermission), 77);
  EXPECT_EQ(exit_code(ErrorKind::kCancelled), 130);
}

TEST(CheckDeathTest, BrokenInvariantEndsTheProgramWithItsCode) {
  EXPECT_EXIT(BMO_CHECK(1 + 1 == 3), testing::ExitedWithCode(70), "E_BUG.*1 \\+ 1 == 3");
}

TEST(Arena, KeepsTextsWhileItMoves) {
  Arena arena;
  const std::string_view small = arena.keep("small");
  const std::string_view large = arena.keep(std::string(1'000'000, 'x'));
  const Arena moved = std::move(arena);
  EXPECT_EQ(small, "small");
  EXPECT_EQ(large, std::string(1'000'000, 'x'));
  EXPECT_GE(moved.bytes_reserved(), 1'000'005U);
}

TEST(Arena, GivesBackWhatWasNotUsed) {
  Arena arena;
  char* first = arena.take(100);
  arena.shrink(90);
  EXPECT_EQ(arena.take(1), first + 10);
}

TEST(Arena, ReservesNothingNewForTheSameTextsAgain) {
  Arena arena;
  for (int i = 0; i < 10; ++i)
    arena.take(100'000);
  const std::size_t reserved = arena.bytes_reserved();
  arena.reset();
  for (int i = 0; i < 10; ++i)
    arena.take(100'000);
  EXPECT_EQ(arena.bytes_reserved(), reserved);
}

TEST(Arena, TextsStayApartWhereALongOneComesAfterAReset) {
  Arena arena;
  for (int i = 0; i < 5; ++i)
    arena.take(200'000);
  arena.reset();
  const std::string_view first = arena.keep("first");
  const std::string long_text(1'000'000, 'x');
  const std::string_view second = arena.keep(long_text);
  const std::string_view third = arena.keep(std::string(200'000, 'y'));
  EXPECT_EQ(first, "first");
  EXPECT_EQ(second, long_text);
  EXPECT_EQ(third, std::string(200'000, 'y'));
}

TEST(Arena, KeepsFewBlocksOverAReset) {
  Arena arena;
  for (int i = 0; i < 100; ++i)
    arena.take(100'000);
  arena.reset();
  EXPECT_LE(arena.bytes_reserved(), 4'200'000U);
  EXPECT_EQ(arena.keep("again"), "again");
}

}  // namespace
}  // namespace bmo
