// MLX-LM: LoRA on Apple silicon, and on any CPU.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr SplitNames kSplits{.train = "train", .validation = "valid", .test = "test"};

// Strict rows hold tools as a list, which the chat template is given as it stands.
constexpr std::array<Offer, 3> kOffers{{
    {.layout = "messages",
     .purpose = "chat",
     .splits = kSplits,
     .spelling = {.argument_objects = true},
     .one_file = true},
    {.layout = "prompt-completion", .purpose = "completions", .splits = kSplits, .one_file = true},
    {.layout = "text", .purpose = "continued training", .splits = kSplits, .one_file = true},
}};

constexpr std::array<std::string_view, 4> kReserved{"tools", "prompt", "completion", "text"};

constexpr std::array<RuleUse, 6> kRules{{
    {"weight_unread", Severity::kWarning, "MLX-LM trains on the answer"},
    {"arguments_no_object", Severity::kError,
     "MLX-LM hands arguments to the chat template, which wants an object"},
    {"turn_repeated", Severity::kWarning,
     "MLX-LM hands both to the chat template; those of Gemma and Cohere stop"},
    {"row_length", Severity::kWarning, "MLX-LM cuts the row at max_seq_length with a warning"},
    {"empty_split", Severity::kWarning, "MLX-LM trains without it"},
    {"reserved_column", Severity::kNote, "MLX-LM would take the row for another kind"},
}};

/// A batch may not have more rows than a split.
std::uint64_t batch_size(const Delivery& delivery, const kit::TrainingPlan& plan) {
  std::uint64_t least = plan.micro;
  for (const DeliveredSplit& split : delivery.splits)
    least = std::min(least, split.rows);
  return std::max<std::uint64_t>(least, 1);
}

std::string config(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  const std::uint64_t batch = batch_size(delivery, plan);
  const std::uint64_t accumulation = plan.batch / batch;
  const std::uint64_t iterations = plan.steps * accumulation;
  std::string out = "# LoRA with MLX-LM 0.32; train.sh starts it.\n";
  out += fmt::format("model: {}\ntrain: true\nfine_tune_type: lora\ndata: .\n", kit::kModel);
  // A text has no prompt that could be told from its answer.
  out += fmt::format("seed: 0\nmask_prompt: {}\n", delivery.offer.layout != "text");
  out += kit::plan_comment(plan, "# ");
  out += fmt::format("batch_size: {}\ngrad_accumulation_steps: {}\niters: {}\n", batch,
                     accumulation, iterations);
  out +=
      fmt::format("learning_rate: 0.0002\nnum_layers: -1\nmax_seq_length: {}\n", kit::kRowTokens);
  out += fmt::format("lora_parameters:\n  rank: {}\n  scale: 2.0\n  dropout: 0.0\n", plan.rank);
  out += fmt::format("steps_per_eval: {}\nsave_every: {}\nadapter_path: adapter\n",
                     std::max<std::uint64_t>(iterations / 4, 1),
                     std::max<std::uint64_t>(iterations / 2, 1));
  return out;
}

std::string command() {
  return kit::shell_head(
             "Trains a LoRA adapter on this folder: pip install mlx-lm==0.32.2 "
             "(and mlx[cpu] where there is no Apple GPU).") +
         fmt::format(
             "MODEL=\"${{MODEL:-{}}}\"\nexec python3 -m mlx_lm lora --config "
             "lora_config.yaml --model \"$MODEL\" \"$@\"\n",
             kit::kModel);
}

struct Mlx {
  static constexpr TargetCard card{
      .id = "mlx",
      .title = "MLX-LM",
      .summary = "LoRA on Apple silicon or a CPU; lora_config.yaml and train.sh start it.",
      .kind = Kind::kTrainer,
      .version = "mlx-lm 0.32.2",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens, .reserved = kReserved},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"lora_config.yaml", config(delivery)}, {"train.sh", command()}};
  }
};

}  // namespace

const TargetEntry& mlx() {
  return entry<Mlx>();
}

}  // namespace bmo::targets
