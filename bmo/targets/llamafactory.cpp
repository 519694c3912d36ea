// LLaMA-Factory: data sets are named in dataset_info.json, the run in a YAML file.
#include <array>

#include <fmt/format.h>

#include "bmo/json/dom.hpp"
#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 5> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning, without tools", .one_file = true},
    {.layout = "sharegpt", .purpose = "fine-tuning, with tools", .one_file = true},
    {.layout = "alpaca", .purpose = "fine-tuning, without tools", .one_file = true},
    {.layout = "kto", .purpose = "KTO", .one_file = true},
    {.layout = "messages-preference", .purpose = "DPO", .one_file = true},
}};

constexpr std::array<RuleUse, 8> kRules{{
    {"weight_unread", Severity::kWarning, "LLaMA-Factory trains on the answer"},
    {"sides_alternate", Severity::kError, "LLaMA-Factory skips the row with a warning"},
    {"tool_use", Severity::kError, "LLaMA-Factory reads tools from llamafactory:sharegpt alone",
     "sharegpt"},
    {"row_length", Severity::kWarning, "LLaMA-Factory cuts the row at cutoff_len"},
    {"labels_alike", Severity::kWarning, "LLaMA-Factory trains without complaint"},
    {"late_keys", Severity::kWarning, "LLaMA-Factory stops with a CastError of datasets"},
    {"dates_alike", Severity::kWarning, "datasets hands LLaMA-Factory times that read otherwise"},
    {"empty_split", Severity::kWarning, "LLaMA-Factory trains without it"},
}};

/// With `columns` or `tags` given, whatever is not named is unset: all are.
json::Dom shape_of(std::string_view layout) {
  if (layout == "alpaca") {
    return {{"formatting", "alpaca"},
            {"columns",
             {{"prompt", "instruction"},
              {"query", "input"},
              {"response", "output"},
              {"system", "system"},
              {"history", "history"}}}};
  }
  json::Dom shape;
  // `openai` would add a sentence of its own to every system prompt.
  shape["formatting"] = "sharegpt";
  if (layout == "sharegpt") {
    shape["columns"] = {{"messages", "conversations"}, {"tools", "tools"}};
    return shape;
  }
  shape["columns"] = {{"messages", "messages"}};
  if (layout == "kto") shape["columns"]["kto_tag"] = "label";
  if (layout == "messages-preference") {
    shape["ranking"] = true;
    shape["columns"]["chosen"] = "chosen";
    shape["columns"]["rejected"] = "rejected";
  }
  shape["tags"] = {{"role_tag", "role"},        {"content_tag", "content"},
                   {"user_tag", "user"},        {"assistant_tag", "assistant"},
                   {"observation_tag", "tool"}, {"function_tag", "function_call"},
                   {"system_tag", "system"}};
  return shape;
}

std::string dataset_name(std::string_view split) {
  return split == "train" ? "pairs" : "pairs_" + std::string(split);
}

std::string dataset_info(const Delivery& delivery) {
  json::Dom dom = json::Dom::object();
  for (const DeliveredSplit& split : delivery.splits) {
    json::Dom entry{{"file_name", split.paths.front()}};
    entry.update(shape_of(delivery.offer.layout));
    dom[dataset_name(split.split)] = std::move(entry);
  }
  return json::to_text(dom);
}

std::string config(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery);
  const bool is_kto = delivery.offer.layout == "kto";
  const bool is_dpo = delivery.offer.layout == "messages-preference";
  std::string out = "# LoRA with LLaMA-Factory 0.9.5; train.sh starts it.\n";
  out += fmt::format("model_name_or_path: {}\n", kit::kModel);
  out +=
      "# The template decides the prompt and must be the model's own.\ntemplate: "
      "qwen3_nothink\n";
  out += fmt::format("stage: {}\n", is_kto ? "kto" : is_dpo ? "dpo" : "sft");
  if (is_kto || is_dpo) out += "pref_beta: 0.1\n";
  out += "do_train: true\nfinetuning_type: lora\nlora_target: all\n";
  out += "dataset_dir: .\ndataset: pairs\n";
  if (delivery.rows("validation") != 0) {
    out += "eval_dataset: pairs_validation\neval_strategy: epoch\nper_device_eval_batch_size: 1\n";
  }
  out += fmt::format("cutoff_len: {}\n", kit::kRowTokens);
  out += kit::plan_comment(plan, "# ");
  out += fmt::format("lora_rank: {}\nlora_alpha: {}\n", plan.rank, plan.alpha);
  out += fmt::format("per_device_train_batch_size: {}\ngradient_accumulation_steps: {}\n",
                     plan.micro, plan.accumulation);
  out += fmt::format("num_train_epochs: {}\nwarmup_steps: {}\n", plan.epochs, plan.warmup);
  out += fmt::format("learning_rate: {}\nlr_scheduler_type: cosine\n",
                     is_kto || is_dpo ? "0.000005" : "0.0001");
  out += "logging_steps: 10\nsave_strategy: epoch\nreport_to: none\noutput_dir: adapter\n";
  return out;
}

std::string command() {
  return kit::shell_head("Trains a LoRA adapter on this folder: pip install llamafactory==0.9.5.") +
         fmt::format(R"(MODEL="${{MODEL:-{}}}"
TEMPLATE="${{TEMPLATE:-qwen3_nothink}}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  device="bf16=true"
else
  device="use_cpu=true"
fi
exec llamafactory-cli train train.yaml model_name_or_path="$MODEL" template="$TEMPLATE" "$device" "$@"
)",
                     kit::kModel);
}

struct Llamafactory {
  static constexpr TargetCard card{
      .id = "llamafactory",
      .title = "LLaMA-Factory",
      .summary = "dataset_info.json names the files; train.yaml and train.sh start a run.",
      .kind = Kind::kTrainer,
      .version = "llamafactory 0.9.5",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package, and read in its source",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"dataset_info.json", dataset_info(delivery)},
            {"train.yaml", config(delivery)},
            {"train.sh", command()}};
  }
};

}  // namespace

const TargetEntry& llamafactory() {
  return entry<Llamafactory>();
}

}  // namespace bmo::targets
