// Finds topics in a set that came without: instructions that point alike.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {

/// Looks at a sample of 10,000 instructions: some 6 MB.
class FoundTopics {
 public:
  /// `given` numbers the topic that the pair came with, from 1; 0: none.
  void add(const Observation& seen, std::uint32_t given);
  /// False where too few instructions have a direction: then nothing was told. `name_of` says a
  /// given topic by its number.
  bool tell(const Space& space, const std::function<std::string(std::uint32_t)>& name_of,
            Writer& writer) const;
  /// What is looked at.
  const DirectionSample& sample() const { return sample_; }

 private:
  DirectionSample sample_{
      {.most_bytes = std::size_t{64} << 20U, .most_rows = 10'000, .text_bytes = 300}};
};

/// How much of one sorting is known from another, 0 to 1: their mutual information divided by the
/// mean of their entropies (Strehl & Ghosh, JMLR 2002). Both number the same things; those with 0
/// in `given` are left out. kAbsent where either has fewer than two groups.
double agreement(std::span<const std::uint32_t> found, std::span<const std::uint32_t> given);

}  // namespace bmo::metrics
