// Tells how many different things the instructions of a set ask, by where they point.
#pragma once
#include <cstdint>

#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/second_moments.hpp"

namespace bmo::metrics {

/// At most some 150 MB, from a million pairs on.
class Variety {
 public:
  void add(const Observation& seen);
  /// False where too few instructions have a direction: then nothing was told.
  bool tell(const Space& space, Writer& writer) const;

 private:
  void tell_draws_of_thousand(Writer& writer) const;
  void tell_nearest(const Space& space, Writer& writer) const;

  std::uint64_t total_ = 0;
  SecondMoments moments_;
  DirectionSample sample_{{.most_bytes = std::size_t{128} << 20U, .most_rows = 1'000'000}};
};

}  // namespace bmo::metrics
