// Knows what trainers call the numbers in their logs.
#pragma once
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"
#include "bmo/targets/logs.hpp"

namespace bmo::targets {

enum class Measure : std::uint8_t { kOther, kTrainLoss, kEvalLoss, kTokens, kSeconds };

/// "eval_loss", "eval/loss", "val_loss" are all losses on an evaluation set.
Measure measure_of(std::string_view name);

/// Puts a number where it belongs. What is no number counts as a loss gone astray.
void take(Measure measure, double step, double value, TrainingLog& out);

/// The number that the whole text is; kAbsent otherwise.
double number_of(std::string_view text);

/// "0:01:30" or "1 day, 2:00:00" in seconds; kAbsent where it is neither.
double seconds_of(std::string_view text);

Error broken_log(std::string why);

}  // namespace bmo::targets
