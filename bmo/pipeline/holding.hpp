// Decides which outputs hold which pair: not those whose layout has no room for it, nor those whose
// target would refuse it.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// One for each worker.
class Holding {
 public:
  explicit Holding(const Recipe& recipe);

  /// Judges the pairs of an item that are to be exported, and adds a finding for each output that
  /// leaves one out or that its target warns about. A pair that no output holds is filtered.
  /// `tokens`: those of each pair, where they were counted.
  void choose(Item& item, std::span<const std::uint64_t> tokens = {});

  /// Of the item last chosen for.
  bool holds(std::size_t row, std::size_t output) const {
    return held_[row * recipe_.outputs.size() + output] != 0;
  }

 private:
  void judge_layout(Batch& batch, std::size_t output);
  void judge_target(Batch& batch, std::size_t output, std::span<const std::uint64_t> tokens);
  void judge_length(const targets::Limits& limits, std::span<const std::uint64_t> tokens);
  void leave_out(std::uint32_t row, std::size_t output, std::string_view code);

  const Recipe& recipe_;
  std::vector<std::vector<targets::BoundRule>> rules_;  ///< By output.
  std::vector<std::uint8_t> held_;                      ///< [row * outputs + output]
  std::vector<std::string_view> reason_;  ///< By row: why an output left it out, the first time.
  std::vector<std::uint32_t> rows_;       ///< Those that the output at hand still holds.
  std::vector<targets::RowBreach> breaches_;
};

}  // namespace bmo::pipeline
