// Steps between thresholds of rows; equal sets give equal numbers.
#include "bmo/targets/kit/training.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/json/json.hpp"

namespace bmo::targets::kit {

TrainingPlan plan_for(std::uint64_t rows) {
  TrainingPlan plan{.rows = rows};
  plan.epochs = rows < 1000 ? 3 : rows < 20000 ? 2 : 1;
  plan.batch = rows < 200 ? 4 : rows < 5000 ? 8 : rows < 50000 ? 16 : 32;
  plan.micro = rows < 5000 ? 1 : 2;
  plan.accumulation = plan.batch / plan.micro;
  plan.rank = rows < 1000 ? 8 : rows < 50000 ? 16 : 32;
  plan.alpha = 2 * plan.rank;
  const std::uint64_t steps_per_epoch = (rows + plan.batch - 1) / plan.batch;
  plan.steps = std::max<std::uint64_t>(1, plan.epochs * steps_per_epoch);
  plan.warmup = plan.steps / 33;
  return plan;
}

TrainingPlan plan_for(const Delivery& delivery) {
  TrainingPlan plan = plan_for(delivery.rows("train"));
  if (delivery.offer.layout == "kto" && plan.micro < 2) {
    plan.micro = 2;
    plan.accumulation = plan.batch / plan.micro;
  }
  return plan;
}

std::string plan_comment(const TrainingPlan& plan, std::string_view mark) {
  return fmt::format(
      "{0}Chosen from the size of this set, as a start: {1} rows, {2} a step, {3}\n"
      "{0}make {4} steps. Fewer rows get more epochs, smaller steps and a lower rank.\n",
      mark, format_count(plan.rows), plan.batch,
      plan.epochs == 1 ? "1 epoch," : fmt::format("{} epochs,", plan.epochs),
      format_count(plan.steps));
}

std::string shell_head(std::string_view sentence) {
  return fmt::format("#!/bin/sh\n# {}\nset -eu\ncd \"$(dirname \"$0\")\"\n", sentence);
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts)
    out += (out.size() > 1 ? ", " : "") + quoted(text);
  return out + "]";
}

}  // namespace bmo::targets::kit
