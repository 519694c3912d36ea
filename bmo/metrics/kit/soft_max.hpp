// Learns from examples which of several classes a direction belongs to.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bmo::metrics {

/// Directions with their classes. Rows stand one behind another; each counts with length 1.
struct Examples {
  std::size_t dimension = 0;
  std::size_t classes = 0;
  std::vector<std::int8_t> rows;
  std::vector<std::uint32_t> of;  ///< By row: its class, below `classes`.

  std::size_t size() const { return of.size(); }
};

/// Multinomial logistic regression: what makes C times the log loss of the examples plus half the
/// square of the weights smallest (C = 10, intercepts free), which scikit-learn's
/// LogisticRegression(C=10) looks for as well. Found by L-BFGS (Nocedal, 1980) from zero, in a
/// fixed order: the same examples give the same bytes.
class SoftMax {
 public:
  /// Needs at least two classes, each with an example.
  explicit SoftMax(const Examples& examples);
  std::size_t classes() const { return classes_; }
  /// The probability of each class, as often as it is among the examples; `out` has a place for
  /// each. `direction` may not be zeros.
  void probabilities(std::span<const std::int8_t> direction, std::span<double> out) const;
  /// The share of each class among the examples.
  std::span<const double> prior() const { return prior_; }

 private:
  std::size_t dimension_;
  std::size_t classes_;
  std::vector<double> weights_;  ///< dimension rows of `classes`, then the intercepts.
  std::vector<double> prior_;
};

/// The shares of classes among things of which the probabilities are known, by expectation and
/// maximisation (Saerens, Latinne & Decaestecker, Neural Computation 2002): what a classifier mixes
/// up is taken out. `probabilities` holds a row for each thing, `weights` how often it counts.
/// Starts at `start`; stops where no share moves by more than 1e-6, or after `most` rounds.
std::vector<double> corrected_shares(std::span<const float> probabilities,
                                     std::span<const std::uint8_t> weights,
                                     std::span<const double> prior, std::span<const double> start,
                                     int most);

}  // namespace bmo::metrics
