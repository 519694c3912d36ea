// Chooses the numbers of a first LoRA run from the size of a set, and spells what the files beside
// the data have in common.
#pragma once
#include <cstdint>
#include <string>

#include "bmo/targets/targets.hpp"

namespace bmo::targets::kit {

/// A sane start, not an optimum: what is derived from the rows is said in a comment.
struct TrainingPlan {
  std::uint64_t rows = 0;
  std::uint64_t epochs = 1;
  std::uint64_t batch = 8;  ///< Rows of one step: `micro` * `accumulation`.
  std::uint64_t micro = 1;
  std::uint64_t accumulation = 8;
  std::uint64_t steps = 1;  ///< Of the whole run.
  std::uint64_t warmup = 0;
  std::uint64_t rank = 16;
  std::uint64_t alpha = 32;
};

TrainingPlan plan_for(std::uint64_t rows);
/// KTO compares the rows of one batch with each other: it needs two at least.
TrainingPlan plan_for(const Delivery& delivery);

/// The lines that say where the numbers come from, each behind `mark` ("# ").
std::string plan_comment(const TrainingPlan& plan, std::string_view mark);

/// What every model stands in for where the environment names none.
inline constexpr std::string_view kModel = "Qwen/Qwen3-0.6B";
/// Tokens at which the written configs cut a row.
inline constexpr std::uint64_t kRowTokens = 2048;

/// The head of a shell script that is run from anywhere and stands in its own folder.
std::string shell_head(std::string_view sentence);
/// A JSON string, which is a YAML and a Python string too.
std::string quoted(std::string_view text);
/// ["a.jsonl", "b.jsonl"]
std::string quoted_list(const std::vector<std::string>& texts);

}  // namespace bmo::targets::kit
