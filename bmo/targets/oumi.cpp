// Oumi: one YAML file for oumi train.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 1> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning (text_sft)", .one_file = true},
}};

constexpr std::array<RuleUse, 5> kRules{{
    {"weight_unread", Severity::kWarning, "Oumi trains on the answer"},
    {"arguments_text", Severity::kWarning,
     "Oumi keeps arguments as JSON text, which chat templates that print `tool_call.arguments` put "
     "in quotes once more"},
    {"turn_repeated", Severity::kWarning,
     "Oumi hands both to the chat template; those of Gemma and Cohere stop"},
    {"row_length", Severity::kWarning, "Oumi cuts the row at model_max_length"},
    {"empty_split", Severity::kWarning, "Oumi trains without it"},
}};

std::string split_of(const Delivery& delivery, std::string_view split) {
  const std::string path(delivery.path(split));
  if (path.empty()) return "";
  return fmt::format(
      "  {}:\n    datasets:\n      - dataset_name: text_sft\n        dataset_path: "
      "{}\n",
      split, path);
}

std::string config(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  const bool validates = delivery.rows("validation") != 0;
  std::string out = "# LoRA with Oumi 0.9; train.sh starts it.\n";
  out += fmt::format("model:\n  model_name: {}\n  model_max_length: {}\n  torch_dtype_str: auto\n",
                     kit::kModel, kit::kRowTokens);
  out += "data:\n" + split_of(delivery, "train") + split_of(delivery, "validation");
  out += kit::plan_comment(plan, "# ");
  out += fmt::format(
      "training:\n  trainer_type: TRL_SFT\n  use_peft: true\n  num_train_epochs: {}\n"
      "  per_device_train_batch_size: {}\n  gradient_accumulation_steps: {}\n"
      "  learning_rate: 0.0002\n  lr_scheduler_type: cosine\n  warmup_steps: {}\n",
      plan.epochs, plan.micro, plan.accumulation, plan.warmup);
  if (validates) out += "  eval_strategy: epoch\n";
  out +=
      "  logging_steps: 10\n  save_epoch: true\n  enable_tensorboard: false\n  output_dir: "
      "adapter\n";
  return out + fmt::format(
                   "peft:\n  lora_r: {}\n  lora_alpha: {}\n  lora_target_modules: "
                   "[all-linear]\n",
                   plan.rank, plan.alpha);
}

std::string command() {
  return kit::shell_head("Trains a LoRA adapter on this folder: pip install oumi==0.9.") +
         fmt::format(
             "MODEL=\"${{MODEL:-{}}}\"\nexec oumi train -c oumi.yaml "
             "--model.model_name=\"$MODEL\" \"$@\"\n",
             kit::kModel);
}

struct Oumi {
  static constexpr TargetCard card{
      .id = "oumi",
      .title = "Oumi",
      .summary = "oumi.yaml names data, model and run; train.sh starts it.",
      .kind = Kind::kTrainer,
      .version = "oumi 0.9",
      .as_of = "2026-11-22",
      .source = "its loader of JSON lines was run; the rest was read",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"oumi.yaml", config(delivery)}, {"train.sh", command()}};
  }
};

}  // namespace

const TargetEntry& oumi() {
  return entry<Oumi>();
}

}  // namespace bmo::targets
