// Works out how many pairs of each stratum go to each split: whole numbers, exact in sum, as near
// to the shares as whole numbers can be.
#pragma once
#include <cstdint>
#include <vector>

namespace bmo::pipeline {

/// Numbers of pairs: one row for each stratum, in it one for each split.
using SizeTable = std::vector<std::vector<std::uint64_t>>;

/// Sums of the columns; `splits` of them.
std::vector<std::uint64_t> column_sums(const SizeTable& table, std::size_t splits);

/// What each split gets of `n`: by largest remainder, ties to the earlier split, and no less than
/// `at_least` (empty: nothing), whose sum is at most `n`.
std::vector<std::uint64_t> apportion_row(const std::vector<double>& shares, std::uint64_t n,
                                         const std::vector<std::uint64_t>& at_least = {});

/// The same for many strata at once. Each row sums up to its size, and the columns to what
/// apportion_row gives of the whole. Rows are brought there by the moves that cost least in squares
/// of distance to the exact shares, so that a stratum is off by less than one pair unless
/// `at_least` (a table, or empty) asks for more.
SizeTable apportion(const std::vector<double>& shares, const std::vector<std::uint64_t>& sizes,
                    const SizeTable& at_least = {});

}  // namespace bmo::pipeline
