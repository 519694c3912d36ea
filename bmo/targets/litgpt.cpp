// LitGPT: instruction, input and output in JSON arrays, train.json and val.json.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr SplitNames kSplits{.train = "train", .validation = "val", .test = "test"};

constexpr std::array<Offer, 1> kOffers{{
    {.layout = "alpaca",
     .purpose = "fine-tuning on single exchanges",
     .container = "json",
     .splits = kSplits,
     .one_file = true},
}};

constexpr std::array<std::string_view, 2> kReserved{"prompt", "sys_prompt"};

constexpr std::array<RuleUse, 5> kRules{{
    {"earlier_turns", Severity::kError, "LitGPT reads the last exchange alone"},
    {"system_prompt", Severity::kWarning, "LitGPT trains without it"},
    {"row_length", Severity::kWarning, "LitGPT cuts the row at max_seq_length"},
    {"no_validation", Severity::kError, "LitGPT stops before the first step: it opens val.json"},
    {"reserved_column", Severity::kNote, "LitGPT would stop, or read a system prompt"},
}};

std::string command(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  // Its batches count rows, its accumulation follows from the two sizes.
  return kit::shell_head(
             "Trains a LoRA adapter on this folder: pip install 'litgpt[extra]==0.5.13'.") +
         fmt::format("MODEL=\"${{MODEL:-{}}}\"\n", kit::kModel) + kit::plan_comment(plan, "# ") +
         "# A local checkpoint folder is taken as it is, a name is fetched first.\n"
         "# The prompt style alpaca is the one that shows `input` to the model.\n" +
         fmt::format(R"(exec litgpt finetune_lora "$MODEL" --data JSON --data.json_path . \
  --data.prompt_style alpaca --data.mask_prompt true --out_dir adapter \
  --lora_r {} --lora_alpha {} --train.epochs {} --train.global_batch_size {} \
  --train.micro_batch_size {} --train.lr_warmup_steps {} --train.max_seq_length {} "$@"
)",
                     plan.rank, plan.alpha, plan.epochs, plan.batch, plan.micro, plan.warmup,
                     kit::kRowTokens);
}

struct Litgpt {
  static constexpr TargetCard card{
      .id = "litgpt",
      .title = "LitGPT",
      .summary = "A folder of train.json and val.json; train.sh starts litgpt finetune_lora.",
      .kind = Kind::kTrainer,
      .version = "litgpt 0.5.13",
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

const TargetEntry& litgpt() {
  return entry<Litgpt>();
}

}  // namespace bmo::targets
