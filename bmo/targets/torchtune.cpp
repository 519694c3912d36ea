// torchtune: recipes with YAML files, frozen since 2025.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 5> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning (chat_dataset)", .one_file = true},
    {.layout = "alpaca", .purpose = "fine-tuning (alpaca_dataset)", .one_file = true},
    {.layout = "input-output", .purpose = "fine-tuning (instruct_dataset)", .one_file = true},
    {.layout = "text", .purpose = "continued training (text_completion_dataset)", .one_file = true},
    {.layout = "whole-preference", .purpose = "DPO (preference_dataset)", .one_file = true},
}};

constexpr std::array<std::string_view, 1> kReserved{"image"};

constexpr std::array<RuleUse, 10> kRules{{
    {"weight_unread", Severity::kWarning, "torchtune trains on the answer"},
    {"turn_repeated", Severity::kError, "torchtune stops at two messages of one role"},
    {"tool_use", Severity::kError, "torchtune reads role and content alone"},
    {"earlier_turns", Severity::kError, "torchtune's alpaca_dataset reads the last exchange alone"},
    {"system_prompt", Severity::kWarning, "torchtune's alpaca_dataset trains without it"},
    {"row_length", Severity::kWarning, "torchtune cuts the row at max_seq_len"},
    {"late_keys", Severity::kWarning, "torchtune stops with a CastError of datasets"},
    {"dates_alike", Severity::kWarning, "datasets hands torchtune times that read otherwise"},
    {"empty_split", Severity::kWarning, "torchtune trains without it"},
    {"reserved_column", Severity::kNote, "torchtune would open it as a picture"},
}};

bool is_preference(const Delivery& delivery) {
  return delivery.offer.layout == "whole-preference";
}

std::string dataset_of(const Delivery& delivery) {
  const std::string_view layout = delivery.offer.layout;
  std::string out = "dataset:\n  _component_: torchtune.datasets.";
  if (layout == "messages") {
    out += "chat_dataset\n  conversation_column: messages\n  conversation_style: openai\n";
  } else if (layout == "alpaca") {
    out += "alpaca_dataset\n";
  } else if (layout == "whole-preference") {
    out += "preference_dataset\n";
  } else {
    out += layout == "text" ? "text_completion_dataset\n  column: text\n" : "instruct_dataset\n";
  }
  return out +
         fmt::format("  source: json\n  data_files: {}\n  split: train\n", delivery.path("train"));
}

std::string config(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  std::string out =
      "# LoRA with torchtune 0.6.1, for the models of Qwen2.5-0.5B's shape; train.sh "
      "starts it.\n";
  out += "model_dir: Qwen2.5-0.5B-Instruct\noutput_dir: adapter\n";
  out += fmt::format(
      "model:\n  _component_: torchtune.models.qwen2_5.lora_qwen2_5_0_5b\n  "
      "lora_attn_modules: [q_proj, v_proj, output_proj]\n  apply_lora_to_mlp: true\n"
      "  lora_rank: {}\n  lora_alpha: {}\n  lora_dropout: 0.0\n",
      plan.rank, plan.alpha);
  out += fmt::format(
      "tokenizer:\n  _component_: torchtune.models.qwen2_5.qwen2_5_tokenizer\n  path: "
      "${{model_dir}}/vocab.json\n  merges_file: ${{model_dir}}/merges.txt\n  "
      "max_seq_len: {}\n",
      kit::kRowTokens);
  out +=
      "checkpointer:\n  _component_: torchtune.training.FullModelHFCheckpointer\n  "
      "checkpoint_dir: ${model_dir}\n  checkpoint_files: [model.safetensors]\n  "
      "recipe_checkpoint: null\n  output_dir: ${output_dir}\n  model_type: QWEN2\n";
  out += "resume_from_checkpoint: false\nsave_adapter_weights_only: true\n";
  out += dataset_of(delivery) + "seed: 0\nshuffle: true\n";
  out += kit::plan_comment(plan, "# ");
  out += fmt::format(
      "epochs: {}\nmax_steps_per_epoch: null\nbatch_size: {}\n"
      "gradient_accumulation_steps: {}\n",
      plan.epochs, plan.micro, plan.accumulation);
  out += fmt::format(
      "optimizer:\n  _component_: torch.optim.AdamW\n  lr: {}\nlr_scheduler:\n  "
      "_component_: torchtune.training.lr_schedulers.get_cosine_schedule_with_warmup"
      "\n  num_warmup_steps: {}\n",
      is_preference(delivery) ? "0.000005" : "0.0002", plan.warmup);
  out += is_preference(delivery)
             ? "loss:\n  _component_: torchtune.rlhf.loss.DPOLoss\n  beta: 0.1\n"
             : "loss:\n  _component_: torchtune.modules.loss.CEWithChunkedOutputLoss\n";
  out +=
      "device: cuda\ndtype: bf16\nclip_grad_norm: null\ncompile: false\n"
      "enable_activation_checkpointing: false\nenable_activation_offloading: false\n";
  out +=
      "metric_logger:\n  _component_: torchtune.training.metric_logging.DiskLogger\n  log_dir: "
      "${output_dir}/logs\nlog_every_n_steps: 10\nlog_peak_memory_stats: false\n";
  return out;
}

std::string command(const Delivery& delivery) {
  const std::string_view recipe =
      is_preference(delivery) ? "lora_dpo_single_device" : "lora_finetune_single_device";
  return kit::shell_head(
             "Trains a LoRA adapter on this folder: pip install torchtune==0.6.1 "
             "torchao==0.10.0.") +
         R"(# MODEL is a folder: tune download Qwen/Qwen2.5-0.5B-Instruct --output-dir ...
MODEL="${MODEL:-Qwen2.5-0.5B-Instruct}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  set -- device=cuda dtype=bf16 "$@"
else
  set -- device=cpu dtype=fp32 "$@"
fi
exec tune run )" +
         std::string(recipe) + R"( --config torchtune.yaml model_dir="$MODEL" "$@"
)";
}

struct Torchtune {
  static constexpr TargetCard card{
      .id = "torchtune",
      .title = "torchtune",
      .summary = "torchtune.yaml for its LoRA recipes on one device; train.sh starts it.",
      .kind = Kind::kTrainer,
      .version = "torchtune 0.6.1",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package",
      .status = "no release since 2025",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens, .reserved = kReserved},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"torchtune.yaml", config(delivery)}, {"train.sh", command(delivery)}};
  }
};

}  // namespace

const TargetEntry& torchtune() {
  return entry<Torchtune>();
}

}  // namespace bmo::targets
