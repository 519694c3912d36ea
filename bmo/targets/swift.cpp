// MS-Swift: one command line.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 3> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning", .one_file = true},
    {.layout = "kto", .purpose = "KTO", .one_file = true},
    {.layout = "rejected-response", .purpose = "DPO", .one_file = true},
}};

constexpr std::array<std::string_view, 33> kReserved{
    "tools",        "system_prompt", "channel",
    "margin",       "images",        "videos",
    "audios",       "objects",       "chat_template_kwargs",
    "questions",    "kinds",         "options",
    "target_probs", "state",         "question_ids",
    "criteria",     "query",         "prompt",
    "input",        "instruction",   "question",
    "problem",      "response",      "answer",
    "output",       "targets",       "target",
    "answer_key",   "answers",       "solution",
    "text",         "completion",    "content"};

constexpr std::array<RuleUse, 7> kRules{{
    {"weight_unread", Severity::kWarning, "MS-Swift trains on the answer"},
    {"labels_alike", Severity::kWarning, "MS-Swift trains without complaint"},
    {"row_length", Severity::kWarning,
     "MS-Swift stops at it, since train.sh asks it to be strict; raise --max_length"},
    {"late_keys", Severity::kWarning, "MS-Swift stops with a CastError of datasets"},
    {"dates_alike", Severity::kWarning, "datasets hands MS-Swift times that read otherwise"},
    {"empty_split", Severity::kWarning, "MS-Swift trains without it"},
    {"reserved_column", Severity::kNote,
     "MS-Swift would take it for a part of training, or lose the answer"},
}};

std::string command(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery);
  const bool is_kto = delivery.offer.layout == "kto";
  const bool is_dpo = delivery.offer.layout == "rejected-response";
  std::string out =
      kit::shell_head("Trains a LoRA adapter on this folder: pip install ms-swift==4.6.0.") +
      fmt::format("MODEL=\"${{MODEL:-{}}}\"\n", kit::kModel) +
      "if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then\n"
      "  set -- --torch_dtype bfloat16 \"$@\"\nelse\n"
      "  set -- --torch_dtype float32 --use_cpu true \"$@\"\nfi\n" +
      kit::plan_comment(plan, "# ") +
      "# Rows that cannot be read stop the run: without --strict they would be left out.\n";
  out += is_kto   ? "exec swift rlhf --rlhf_type kto"
         : is_dpo ? "exec swift rlhf --rlhf_type dpo"
                  : "exec swift sft";
  out += " --model \"$MODEL\" --tuner_type lora --strict true \\\n";
  out += fmt::format("  --dataset \"$PWD/{}\"", delivery.path("train"));
  if (!delivery.path("validation").empty()) {
    out += fmt::format(" --val_dataset \"$PWD/{}\" --eval_strategy epoch",
                       delivery.path("validation"));
  }
  out += fmt::format(R"( \
  --lora_rank {} --lora_alpha {} --target_modules all-linear \
  --num_train_epochs {} --per_device_train_batch_size {} --gradient_accumulation_steps {} \
  --learning_rate {} --warmup_steps {} --max_length {} \
  --logging_steps 10 --save_strategy epoch --report_to none --output_dir adapter "$@"
)",
                     plan.rank, plan.alpha, plan.epochs, plan.micro, plan.accumulation,
                     is_kto || is_dpo ? "5e-6" : "1e-4", plan.warmup, kit::kRowTokens);
  return out;
}

struct Swift {
  static constexpr TargetCard card{
      .id = "swift",
      .title = "MS-Swift",
      .summary = "train.sh starts swift sft or swift rlhf.",
      .kind = Kind::kTrainer,
      .version = "ms-swift 4.6.0",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens, .reserved = kReserved},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"train.sh", command(delivery)}};
  }
};

}  // namespace

const TargetEntry& swift() {
  return entry<Swift>();
}

}  // namespace bmo::targets
