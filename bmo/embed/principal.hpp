// Finds the directions in which a set of vectors differs most.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace bmo::embed {

struct Principal {
  std::size_t dimension = 0;      ///< Of the vectors.
  std::vector<float> mean;        ///< `dimension` values.
  std::vector<float> directions;  ///< `kept` rows of `dimension` values, the greatest first.
  std::vector<double> variances;  ///< All `dimension`, the greatest first.

  /// The share of all variance that lies in the first `kept` directions.
  double share(std::size_t kept) const;
};

/// `rows` holds vectors of `dimension` values one after another. Eigenvectors of the covariance by
/// Jacobi's rotations: time grows with the cube of the dimension (384: about a second). The sign of
/// each direction is such that its largest value is positive.
Principal find_principal(std::span<const float> rows, std::size_t dimension, std::size_t kept);

/// The eigenvalues of a symmetric matrix of `size` rows, the greatest first, to 1e-9 of their mean.
std::vector<double> eigenvalues(std::span<const double> matrix, std::size_t size);

}  // namespace bmo::embed
