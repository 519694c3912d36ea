// NeMo with Megatron-Bridge: training.jsonl and validation.jsonl in one folder.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr SplitNames kSplits{.train = "training", .validation = "validation", .test = "test"};

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "messages",
     .purpose = "fine-tuning on chats",
     .splits = kSplits,
     .spelling = {.argument_objects = true},
     .one_file = true},
    {.layout = "input-output",
     .purpose = "fine-tuning on single exchanges",
     .splits = kSplits,
     .one_file = true},
}};

constexpr std::array<RuleUse, 4> kRules{{
    {"weight_unread", Severity::kWarning, "NeMo trains on the answer"},
    {"arguments_no_object", Severity::kError,
     "Megatron-Bridge hands rows as they are to the chat template, which wants an object"},
    {"no_validation", Severity::kError,
     "Megatron-Bridge stops before the first step: it opens validation.jsonl"},
    {"row_length", Severity::kWarning, "Megatron-Bridge cuts the row at seq_length"},
}};

std::string script(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  const bool is_chat = delivery.offer.layout == "messages";
  std::string out =
      "\"\"\"Trains a LoRA adapter on this folder with Megatron-Bridge, which wants a GPU.\n\n"
      "MODEL=... CHECKPOINT=... torchrun --nproc-per-node=1 train.py\n\n"
      "CHECKPOINT is the model in Megatron's form: AutoBridge.import_ckpt(MODEL, CHECKPOINT).\n"
      "\"\"\"\nimport os\n\n"
      "from megatron.bridge.recipes.qwen import qwen3_600m_peft_config\n"
      "from megatron.bridge.training.config import FinetuningDatasetConfig\n"
      "from megatron.bridge.training.finetune import finetune\n"
      "from megatron.bridge.training.gpt_step import forward_step\n\n"
      "HERE = os.path.dirname(os.path.abspath(__file__))\n";
  out += fmt::format("MODEL = os.environ.get(\"MODEL\", \"{}\")\n", kit::kModel);
  out += "config = qwen3_600m_peft_config(peft_scheme=\"lora\")\n";
  out += "config.tokenizer.tokenizer_model = MODEL\n";
  out += "config.checkpoint.pretrained_checkpoint = os.environ[\"CHECKPOINT\"]\n";
  out += "config.checkpoint.save = os.path.join(HERE, \"adapter\")\n";
  out += fmt::format(
      "config.dataset = FinetuningDatasetConfig(\n    dataset_root=HERE,\n    "
      "seq_length={},\n    do_test={},\n",
      kit::kRowTokens, delivery.rows("test") != 0 ? "True" : "False");
  if (is_chat) {
    out += "    dataset_kwargs={\"chat\": True, \"use_hf_tokenizer_chat_template\": True},\n";
  }
  out += ")\n" + kit::plan_comment(plan, "# ");
  out += fmt::format(
      "config.train.train_iters = {}\nconfig.train.global_batch_size = {}\n"
      "config.train.micro_batch_size = {}\nconfig.peft.dim = {}\nconfig.peft.alpha = "
      "{}\nconfig.scheduler.lr_warmup_iters = {}\n",
      plan.steps, plan.batch, plan.micro, plan.rank, plan.alpha, plan.warmup);
  return out + "finetune(config, forward_step)\n";
}

struct Nemo {
  static constexpr TargetCard card{
      .id = "nemo",
      .title = "NeMo Megatron-Bridge",
      .summary = "A folder of training.jsonl and validation.jsonl; train.py fine-tunes on it.",
      .kind = Kind::kTrainer,
      .version = "Megatron-Bridge of 2026-11",
      .as_of = "2026-11-22",
      .source = "read in the source; not run",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"train.py", script(delivery)}};
  }
};

}  // namespace

const TargetEntry& nemo() {
  return entry<Nemo>();
}

}  // namespace bmo::targets
