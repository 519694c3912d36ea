// Axolotl: one YAML file says data, model and run.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 5> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning (chat_template)", .one_file = true},
    {.layout = "sharegpt",
     .purpose = "fine-tuning (chat_template with mapped keys)",
     .spelling = {.no_empty_tools = true},
     .one_file = true},
    {.layout = "alpaca", .purpose = "fine-tuning (alpaca)", .one_file = true},
    {.layout = "text", .purpose = "continued training (completion)", .one_file = true},
    {.layout = "preference", .purpose = "DPO (chat_template.default)", .one_file = true},
}};

constexpr std::array<RuleUse, 7> kRules{{
    {"weight_unread", Severity::kWarning, "Axolotl trains on the answer"},
    {"earlier_turns", Severity::kError, "Axolotl's alpaca type reads the last exchange alone"},
    {"tool_use", Severity::kError, "Axolotl reads tool calls from axolotl:messages alone",
     "messages"},
    {"row_length", Severity::kWarning, "Axolotl drops the row, with a line in the log"},
    {"late_keys", Severity::kWarning, "Axolotl stops with a CastError of datasets"},
    {"dates_alike", Severity::kWarning, "datasets hands Axolotl times that read otherwise"},
    {"empty_split", Severity::kWarning, "Axolotl trains without it"},
}};

/// How the keys of a layout are read. The type `sharegpt` is gone: its keys are mapped.
std::string shape_of(std::string_view layout) {
  if (layout == "alpaca") return "    type: alpaca\n";
  if (layout == "text") return "    type: completion\n    field: text\n";
  if (layout == "preference") {
    return "    type: chat_template.default\n    field_messages: prompt\n    field_chosen: chosen\n"
           "    field_rejected: rejected\n";
  }
  std::string out = "    type: chat_template\n";
  if (layout == "messages")
    return out + "    field_messages: messages\n    roles_to_train: [assistant]\n";
  return out +
         "    field_messages: conversations\n    message_property_mappings:\n      role: from\n"
         "      content: value\n    roles_to_train: [assistant]\n";
}

std::string data_of(const Delivery& delivery, std::string_view split) {
  const std::string path(delivery.path(split));
  if (path.empty()) return "";
  return fmt::format("{}:\n  - path: {}\n    ds_type: json\n    split: train\n",
                     split == "train" ? "datasets" : "test_datasets", path) +
         shape_of(delivery.offer.layout);
}

std::string config(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  const bool is_dpo = delivery.offer.layout == "preference";
  std::string out = "# LoRA with Axolotl 0.19; train.sh starts it.\n";
  out += fmt::format("base_model: {}\nchat_template: tokenizer_default\n", kit::kModel);
  if (is_dpo) out += "rl: dpo\n";
  out += data_of(delivery, "train") + data_of(delivery, "validation");
  if (delivery.path("validation").empty()) out += "val_set_size: 0\n";
  out += fmt::format("sequence_len: {}\n", kit::kRowTokens);
  out += kit::plan_comment(plan, "# ");
  out += fmt::format("adapter: lora\nlora_r: {}\nlora_alpha: {}\nlora_target_linear: true\n",
                     plan.rank, plan.alpha);
  out += fmt::format("micro_batch_size: {}\ngradient_accumulation_steps: {}\n", plan.micro,
                     plan.accumulation);
  out += fmt::format("num_epochs: {}\nwarmup_steps: {}\n", plan.epochs, plan.warmup);
  out += fmt::format("learning_rate: {}\nlr_scheduler: cosine\noptimizer: adamw_torch\n",
                     is_dpo ? "0.000005" : "0.0002");
  out += "bf16: auto\nlogging_steps: 10\nsaves_per_epoch: 1\noutput_dir: adapter\nseed: 42\n";
  return out + "dataset_prepared_path: prepared\n";
}

std::string command() {
  return kit::shell_head("Trains a LoRA adapter on this folder: pip install axolotl==0.19.0.") +
         fmt::format(R"(MODEL="${{MODEL:-{}}}"
if ! python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  # Its kernels for LoRA run on a GPU alone.
  set -- --no-lora-mlp-kernel --no-lora-qkv-kernel --no-lora-o-kernel "$@"
fi
exec axolotl train axolotl.yaml --launcher python --base-model "$MODEL" "$@"
)",
                     kit::kModel);
}

struct Axolotl {
  static constexpr TargetCard card{
      .id = "axolotl",
      .title = "Axolotl",
      .summary = "axolotl.yaml names data, adapter and run; train.sh starts it.",
      .kind = Kind::kTrainer,
      .version = "axolotl 0.19.0",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"axolotl.yaml", config(delivery)}, {"train.sh", command()}};
  }
};

}  // namespace

const TargetEntry& axolotl() {
  return entry<Axolotl>();
}

}  // namespace bmo::targets
