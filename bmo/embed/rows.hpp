// Adds and multiplies rows of bytes, many at once; all sums are exact.
#pragma once
#include <cstdint>
#include <span>

namespace bmo::embed {

/// Adds each row, of as many bytes as `sum` has numbers, to `sum`.
void add_rows(std::span<const std::int8_t* const> rows, std::span<std::int32_t> sum);

/// The sum of products of `row` with each of `rows`, which stand one behind another; one number of
/// `out` for each. A row has at most 65,536 bytes.
void multiply_rows(std::span<const std::int8_t> row, std::span<const std::int8_t> rows,
                   std::span<std::int32_t> out);

}  // namespace bmo::embed
