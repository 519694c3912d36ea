// Tests sums and products of rows against loops that a reader can check.
#include "bmo/embed/rows.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace bmo::embed {
namespace {

/// Bytes of all values, in no order.
std::vector<std::int8_t> scattered(std::size_t count, unsigned seed) {
  std::vector<std::int8_t> out;
  std::uint32_t state = seed;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    out.push_back(static_cast<std::int8_t>(state >> 24U));
  }
  return out;
}

TEST(Rows, AddUpAsOneByOneWhateverTheirSize) {
  for (const std::size_t size : {1U, 16U, 63U, 64U, 128U, 200U}) {
    const std::vector<std::int8_t> values = scattered(7 * size, 5);
    std::vector<const std::int8_t*> rows;
    std::vector<std::int32_t> expected(size, 100);
    for (std::size_t row = 0; row < 7; ++row) {
      rows.push_back(values.data() + row * size);
      for (std::size_t i = 0; i < size; ++i)
        expected[i] += values[row * size + i];
    }
    std::vector<std::int32_t> sum(size, 100);
    add_rows(rows, sum);
    EXPECT_EQ(sum, expected) << size;
  }
}

TEST(Rows, SumsOfManyExtremesDoNotOverflow) {
  const std::vector<std::int8_t> lowest(64, -128);
  const std::vector<std::int8_t> highest(64, 127);
  std::vector<std::int32_t> sum(64, 0);
  add_rows(std::vector<const std::int8_t*>(1000, lowest.data()), sum);
  EXPECT_EQ(sum, std::vector<std::int32_t>(64, -128'000));
  add_rows(std::vector<const std::int8_t*>(1001, highest.data()), sum);
  EXPECT_EQ(sum, std::vector<std::int32_t>(64, 127 * 1001 - 128'000));
}

TEST(Rows, ProductsAreThoseOfEachRow) {
  for (const std::size_t size : {1U, 31U, 128U, 384U}) {
    const std::vector<std::int8_t> row = scattered(size, 1);
    const std::vector<std::int8_t> others = scattered(5 * size, 2);
    std::vector<std::int32_t> expected(5, 0);
    for (std::size_t i = 0; i < 5 * size; ++i)
      expected[i / size] += row[i % size] * others[i];
    std::vector<std::int32_t> out(5, -1);
    multiply_rows(row, others, out);
    EXPECT_EQ(out, expected) << size;
  }
}

TEST(Rows, ProductsOfTheLargestBytesAreExact) {
  const std::vector<std::int8_t> row(65536, -128);
  std::vector<std::int32_t> out(1);
  multiply_rows(row, row, out);
  EXPECT_EQ(out[0], 128 * 128 * 65536);
}

}  // namespace
}  // namespace bmo::embed
