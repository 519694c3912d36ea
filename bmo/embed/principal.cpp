// Turns a covariance until only its diagonal is left (Jacobi, 1846; cyclic order).
#include "bmo/embed/principal.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace bmo::embed {
namespace {

constexpr int kMostSweeps = 16;

/// A square matrix, row by row.
class Square {
 public:
  explicit Square(std::size_t size) : size_(size), values_(size * size) {}
  double& at(std::size_t row, std::size_t column) { return values_[row * size_ + column]; }
  double* row(std::size_t at) { return values_.data() + at * size_; }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::vector<double> values_;
};

std::vector<float> mean_of(std::span<const float> rows, std::size_t dimension) {
  std::vector<double> sum(dimension);
  for (std::size_t at = 0; at < rows.size(); ++at)
    sum[at % dimension] += rows[at];
  const double count = static_cast<double>(rows.size()) / static_cast<double>(dimension);
  std::vector<float> mean;
  for (const double value : sum)
    mean.push_back(static_cast<float>(value / std::max(1.0, count)));
  return mean;
}

/// The lower half is filled from the upper.
Square covariance(std::span<const float> rows, const std::vector<float>& mean) {
  const std::size_t size = mean.size();
  Square out(size);
  std::vector<double> centred(size);
  for (std::size_t begin = 0; begin < rows.size(); begin += size) {
    for (std::size_t i = 0; i < size; ++i)
      centred[i] = static_cast<double>(rows[begin + i]) - mean[i];
    for (std::size_t i = 0; i < size; ++i) {
      double* into = out.row(i);
      for (std::size_t j = i; j < size; ++j)
        into[j] += centred[i] * centred[j];
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j)
      out.at(i, j) = out.at(j, i);
  }
  return out;
}

struct Turn {
  double sine;
  double cosine;
};

/// Rows p and q of both; `directions` holds one direction in each row.
void turn_rows(double* p, double* q, std::size_t size, Turn turn) {
  for (std::size_t i = 0; i < size; ++i) {
    const double a = p[i];
    const double b = q[i];
    p[i] = turn.cosine * a - turn.sine * b;
    q[i] = turn.sine * a + turn.cosine * b;
  }
}

void turn_columns(Square& matrix, std::size_t p, std::size_t q, Turn turn) {
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    double* row = matrix.row(i);
    const double a = row[p];
    const double b = row[q];
    row[p] = turn.cosine * a - turn.sine * b;
    row[q] = turn.sine * a + turn.cosine * b;
  }
}

/// True where nothing worth turning was left. `directions` may be nullptr.
bool sweep(Square& matrix, Square* directions, double floor) {
  bool done = true;
  for (std::size_t p = 0; p + 1 < matrix.size(); ++p) {
    for (std::size_t q = p + 1; q < matrix.size(); ++q) {
      const double off = matrix.at(p, q);
      if (std::abs(off) <= floor) continue;
      done = false;
      const double theta = (matrix.at(q, q) - matrix.at(p, p)) / (2 * off);
      const double tangent =
          (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
      const double cosine = 1 / std::sqrt(tangent * tangent + 1);
      const Turn turn{tangent * cosine, cosine};
      turn_columns(matrix, p, q, turn);
      turn_rows(matrix.row(p), matrix.row(q), matrix.size(), turn);
      if (directions != nullptr)
        turn_rows(directions->row(p), directions->row(q), matrix.size(), turn);
    }
  }
  return done;
}

/// Leaves the eigenvalues on the diagonal.
void diagonalise(Square& matrix, Square* directions) {
  double trace = 0;
  for (std::size_t i = 0; i < matrix.size(); ++i)
    trace += matrix.at(i, i);
  const double floor = trace / static_cast<double>(matrix.size()) * 1e-9;
  for (int turn = 0; turn < kMostSweeps && !sweep(matrix, directions, floor); ++turn) {
  }
}

void append_direction(const double* row, std::size_t size, std::vector<float>& out) {
  const double* largest = std::max_element(
      row, row + size, [](double a, double b) { return std::abs(a) < std::abs(b); });
  const double sign = *largest < 0 ? -1 : 1;
  for (std::size_t i = 0; i < size; ++i)
    out.push_back(static_cast<float>(sign * row[i]));
}

}  // namespace

double Principal::share(std::size_t kept) const {
  const auto sum = [](auto first, auto last) { return std::accumulate(first, last, 0.0); };
  const double all = sum(variances.begin(), variances.end());
  const auto end = variances.begin() + static_cast<std::ptrdiff_t>(std::min(kept, dimension));
  return all > 0 ? sum(variances.begin(), end) / all : 0;
}

Principal find_principal(std::span<const float> rows, std::size_t dimension, std::size_t kept) {
  Principal out{.dimension = dimension, .mean = mean_of(rows, dimension)};
  Square matrix = covariance(rows, out.mean);
  Square directions(dimension);
  for (std::size_t i = 0; i < dimension; ++i)
    directions.at(i, i) = 1;
  diagonalise(matrix, &directions);
  std::vector<std::size_t> order(dimension);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return matrix.at(a, a) > matrix.at(b, b); });
  for (std::size_t i = 0; i < dimension; ++i) {
    out.variances.push_back(matrix.at(order[i], order[i]));
    if (i < kept) append_direction(directions.row(order[i]), dimension, out.directions);
  }
  return out;
}

std::vector<double> eigenvalues(std::span<const double> matrix, std::size_t size) {
  Square square(size);
  for (std::size_t i = 0; i < size; ++i)
    std::copy_n(matrix.data() + i * size, size, square.row(i));
  diagonalise(square, nullptr);
  std::vector<double> out;
  for (std::size_t i = 0; i < size; ++i)
    out.push_back(square.at(i, i));
  std::sort(out.begin(), out.end(), std::greater<>());
  return out;
}

}  // namespace bmo::embed
