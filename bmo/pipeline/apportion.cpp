// Rounds each stratum by itself, then moves single pairs from splits that have too many to those
// that have too few, the cheapest move first.
#include "bmo/pipeline/apportion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

namespace bmo::pipeline {
namespace {

/// Shares of `n` in fractions, of which none is below `at_least`.
std::vector<double> exact_shares(const std::vector<double>& shares, std::uint64_t n,
                                 const std::vector<std::uint64_t>& at_least) {
  std::vector<double> out(shares.size());
  std::vector<bool> is_held(shares.size());
  for (bool changed = true; changed;) {
    changed = false;
    double rest = static_cast<double>(n);
    double parts = 0;
    for (std::size_t k = 0; k < shares.size(); ++k)
      (is_held[k] ? rest : parts) += is_held[k] ? -static_cast<double>(at_least[k]) : shares[k];
    for (std::size_t k = 0; k < shares.size(); ++k) {
      if (is_held[k]) continue;
      out[k] = parts > 0 ? rest * shares[k] / parts : 0;
    }
    for (std::size_t k = 0; k < at_least.size(); ++k) {
      if (is_held[k] || out[k] >= static_cast<double>(at_least[k])) continue;
      out[k] = static_cast<double>(at_least[k]);
      is_held[k] = changed = true;
    }
  }
  return out;
}

std::vector<std::uint64_t> rounded(const std::vector<double>& exact, std::uint64_t n) {
  std::vector<std::uint64_t> out;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    // A share such as 0.1 of 70 is 7.000000000000001: what is within rounding of a whole is whole.
    const double whole = std::floor(exact[k] + 1e-9);
    out.push_back(static_cast<std::uint64_t>(whole));
    given += out.back();
    remainders.emplace_back(-(exact[k] - whole), k);
  }
  std::ranges::sort(remainders);
  for (std::size_t i = 0; given < n; i = (i + 1) % remainders.size(), ++given)
    ++out[remainders[i].second];
  return out;
}

/// A table with the moves that are open in it.
class Balance {
 public:
  Balance(std::vector<std::vector<double>> exact, SizeTable table, const SizeTable& at_least)
      : exact_(std::move(exact)), table_(std::move(table)), at_least_(at_least) {
    splits_ = exact_.empty() ? 0 : exact_.front().size();
    moves_.resize(splits_ * splits_);
    for (std::size_t row = 0; row < table_.size(); ++row)
      offer(row);
  }

  SizeTable reach(const std::vector<std::uint64_t>& columns) {
    std::vector<std::uint64_t> now = column_sums(table_, splits_);
    while (now != columns) {
      const Way way = cheapest(now, columns);
      if (way.through != way.to) move(way.from, way.through);
      move(way.through == way.to ? way.from : way.through, way.to);
      --now[way.from];
      ++now[way.to];
    }
    return std::move(table_);
  }

 private:
  struct Way {
    std::size_t from = 0;
    std::size_t through = 0;  ///< `to`: directly.
    std::size_t to = 0;
  };
  using Moves = std::set<std::pair<double, std::size_t>>;  ///< Cost and row.

  Moves& moves(std::size_t from, std::size_t to) { return moves_[from * splits_ + to]; }

  double cost(std::size_t row, std::size_t from, std::size_t to) const {
    const auto over = [this, row](std::size_t k) {
      return static_cast<double>(table_[row][k]) - exact_[row][k];
    };
    return over(to) - over(from);
  }

  template <typename Act>
  void for_each_move(std::size_t row, const Act& act) {
    for (std::size_t from = 0; from < splits_; ++from) {
      const std::uint64_t least = at_least_.empty() ? 0 : at_least_[row][from];
      if (table_[row][from] <= least) continue;
      for (std::size_t to = 0; to < splits_; ++to) {
        if (to != from) act(moves(from, to), std::pair(cost(row, from, to), row));
      }
    }
  }
  void offer(std::size_t row) {
    for_each_move(row, [](Moves& moves, const auto& entry) { moves.insert(entry); });
  }
  void withdraw(std::size_t row) {
    for_each_move(row, [](Moves& moves, const auto& entry) { moves.erase(entry); });
  }

  void move(std::size_t from, std::size_t to) {
    const std::size_t row = moves(from, to).begin()->second;
    withdraw(row);
    --table_[row][from];
    ++table_[row][to];
    offer(row);
  }

  double least_cost(std::size_t from, std::size_t to) {
    const Moves& open = moves(from, to);
    return open.empty() ? std::numeric_limits<double>::infinity() : open.begin()->first;
  }

  /// From any split that has too many to any that has too few; by way of a third where two moves
  /// cost less than one. A split that has too many holds a pair that may go.
  Way cheapest(const std::vector<std::uint64_t>& now, const std::vector<std::uint64_t>& wanted) {
    Way best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t from = 0; from < splits_; ++from) {
      if (now[from] <= wanted[from]) continue;
      for (std::size_t to = 0; to < splits_; ++to) {
        if (now[to] >= wanted[to]) continue;
        for (std::size_t i = 0; i < splits_; ++i) {
          const std::size_t through = i == 0 ? to : (to + i) % splits_;  // Directly first.
          if (through == from) continue;
          const double sum = through == to ? least_cost(from, to)
                                           : least_cost(from, through) + least_cost(through, to);
          if (sum + 1e-9 < least) {
            least = sum;
            best = {.from = from, .through = through, .to = to};
          }
        }
      }
    }
    return best;
  }

  std::vector<std::vector<double>> exact_;
  SizeTable table_;
  const SizeTable& at_least_;
  std::size_t splits_ = 0;
  std::vector<Moves> moves_;
};

}  // namespace

std::vector<std::uint64_t> column_sums(const SizeTable& table, std::size_t splits) {
  std::vector<std::uint64_t> out(splits);
  for (const std::vector<std::uint64_t>& row : table) {
    for (std::size_t k = 0; k < splits; ++k)
      out[k] += row[k];
  }
  return out;
}

std::vector<std::uint64_t> apportion_row(const std::vector<double>& shares, std::uint64_t n,
                                         const std::vector<std::uint64_t>& at_least) {
  return rounded(exact_shares(shares, n, at_least), n);
}

SizeTable apportion(const std::vector<double>& shares, const std::vector<std::uint64_t>& sizes,
                    const SizeTable& at_least) {
  std::vector<std::vector<double>> exact;
  SizeTable table;
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    exact.push_back(exact_shares(shares, sizes[row],
                                 at_least.empty() ? std::vector<std::uint64_t>() : at_least[row]));
    table.push_back(rounded(exact.back(), sizes[row]));
  }
  const std::uint64_t all = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
  const std::vector<std::uint64_t> columns =
      apportion_row(shares, all, column_sums(at_least, at_least.empty() ? 0 : shares.size()));
  return Balance(std::move(exact), std::move(table), at_least).reach(columns);
}

}  // namespace bmo::pipeline
