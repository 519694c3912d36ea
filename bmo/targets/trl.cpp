// TRL: fine-tuning, DPO and KTO with the trainers of Hugging Face, and PEFT for LoRA.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

// The folder is loaded with its data card, whose features make metadata safe to stand in the rows.
constexpr std::array<Offer, 5> kOffers{{
    {.layout = "messages",
     .purpose = "fine-tuning (SFTTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .spelling = {.argument_objects = true},
     .compressible = true},
    {.layout = "prompt-completion",
     .purpose = "fine-tuning on the completion (SFTTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .spelling = {.argument_objects = true},
     .compressible = true},
    {.layout = "text",
     .purpose = "continued training (SFTTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .compressible = true},
    {.layout = "preference",
     .purpose = "DPO (DPOTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .spelling = {.argument_objects = true},
     .compressible = true},
    {.layout = "kto",
     .purpose = "KTO (KTOTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .spelling = {.argument_objects = true},
     .compressible = true},
}};

constexpr std::array<std::string_view, 14> kReserved{
    "tools",           "prompt",         "completion",
    "labels",          "input_ids",      "images",
    "image",           "videos",         "chat_template_kwargs",
    "seq_lengths",     "position_ids",   "attention_mask",
    "completion_mask", "assistant_masks"};

constexpr std::array<RuleUse, 8> kRules{{
    {"weight_unread", Severity::kWarning, "TRL trains on the answer"},
    {"arguments_no_object", Severity::kError,
     "TRL hands arguments to the chat template, which wants an object"},
    {"turn_repeated", Severity::kWarning,
     "TRL hands both to the chat template; those of Gemma and Cohere stop"},
    {"row_length", Severity::kWarning, "TRL cuts the row at max_length of train.py"},
    {"labels_alike", Severity::kWarning, "KTOTrainer trains without complaint"},
    {"dates_alike", Severity::kWarning, "datasets hands TRL times that read otherwise"},
    {"empty_split", Severity::kWarning, "TRL trains without it"},
    {"reserved_column", Severity::kNote,
     "TRL would train on it, take the row for another kind, or stop"},
}};

constexpr std::string_view kSft = R"(

def masks_answers(tokenizer):
    """Can TRL find the answers in what the chat template renders?"""
    try:
        if not has_generation_markers(tokenizer.chat_template):
            get_training_chat_template(tokenizer)
        return True
    except (ValueError, TypeError):
        print("this chat template does not mark answers: training on whole conversations")
        return False


)";

struct Method {
  std::string_view trainer;
  std::string_view learning_rate;
};

Method method_of(std::string_view layout) {
  if (layout == "preference") return {"DPO", "5e-6"};
  return layout == "kto" ? Method{"KTO", "5e-6"} : Method{"SFT", "2e-4"};
}

std::string imports(const Method& method, bool finds_answers) {
  std::string out =
      "import os\n\nimport torch\nfrom datasets import load_dataset\nfrom peft import LoraConfig\n";
  if (finds_answers) out += "from transformers import AutoTokenizer\n";
  out += fmt::format("from trl import {0}Config, {0}Trainer\n", method.trainer);
  if (finds_answers) {
    out +=
        "from trl.chat_template_utils import get_training_chat_template, "
        "has_generation_markers\n";
  }
  return out;
}

/// TRL's KTO takes the question and its answer apart.
constexpr std::string_view kCutAnswer = R"(
data = data.map(
    lambda row: {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]},
    remove_columns=["messages"],
)
)";

/// TRL glues two texts as they are, with neither a space nor a mark of the chat template between.
constexpr std::string_view kAsMessages = R"(
data = data.map(
    lambda row: {
        "prompt": [{"role": "user", "content": row["prompt"]}],
        "completion": [{"role": "assistant", "content": row["completion"]}],
    }
)
)";

std::string script(const Delivery& delivery) {
  const Method method = method_of(delivery.offer.layout);
  const kit::TrainingPlan plan = kit::plan_for(delivery);
  const bool is_chat = delivery.offer.layout == "messages";
  const bool validates = delivery.rows("validation") != 0;
  std::string out = fmt::format(
      "\"\"\"Trains a LoRA adapter on this folder with TRL 1.16 and PEFT ({}).\n\n"
      "pip install trl==1.16.0 peft\nMODEL=... python train.py\n\"\"\"\n",
      method.trainer);
  out += imports(method, is_chat);
  out += fmt::format(
      "\nos.chdir(os.path.dirname(os.path.abspath(__file__)))\nMODEL = "
      "os.environ.get(\"MODEL\", \"{}\")\nADAPTER = os.environ.get(\"ADAPTER\", "
      "\"adapter\")\n",
      kit::kModel);
  out += is_chat ? kSft : "\n";
  out += "on_gpu = torch.cuda.is_available() or torch.backends.mps.is_available()\n";
  out += "data = load_dataset(os.getcwd())\n";
  if (delivery.offer.layout == "kto") out += kCutAnswer.substr(1);
  if (delivery.offer.layout == "prompt-completion") out += kAsMessages.substr(1);
  out += kit::plan_comment(plan, "# ");
  out += fmt::format("config = {}Config(\n", method.trainer);
  out += "    output_dir=ADAPTER,\n    use_cpu=not on_gpu,\n";
  out += "    bf16=torch.cuda.is_available() and torch.cuda.is_bf16_supported(),\n";
  out += fmt::format("    num_train_epochs={},\n", plan.epochs);
  out += "    max_steps=int(os.environ.get(\"MAX_STEPS\", -1)),\n";
  out += fmt::format("    per_device_train_batch_size={},\n", plan.micro);
  out += fmt::format("    gradient_accumulation_steps={},\n", plan.accumulation);
  out += fmt::format(
      "    learning_rate={},\n    lr_scheduler_type=\"cosine\",\n    "
      "warmup_steps={},\n",
      method.learning_rate, plan.warmup);
  out += fmt::format("    max_length={},\n", kit::kRowTokens);
  if (is_chat) {
    out += "    assistant_only_loss=masks_answers(AutoTokenizer.from_pretrained(MODEL)),\n";
  }
  if (validates) out += "    eval_strategy=\"epoch\",\n";
  out += "    logging_steps=10,\n    save_strategy=\"epoch\",\n    report_to=[],\n    seed=0,\n)\n";
  out += fmt::format("trainer = {}Trainer(\n    model=MODEL,\n    args=config,\n", method.trainer);
  out += "    train_dataset=data[\"train\"],\n";
  if (validates) out += "    eval_dataset=data[\"validation\"],\n";
  out += fmt::format(
      "    peft_config=LoraConfig(\n        r={},\n        lora_alpha={},\n        "
      "target_modules=\"all-linear\",\n        task_type=\"CAUSAL_LM\",\n    ),\n)\n",
      plan.rank, plan.alpha);
  return out + "trainer.train()\ntrainer.save_model(ADAPTER)\n";
}

struct Trl {
  static constexpr TargetCard card{
      .id = "trl",
      .title = "TRL (Hugging Face)",
      .summary = "SFTTrainer, DPOTrainer and KTOTrainer with PEFT; train.py starts them.",
      .kind = Kind::kTrainer,
      .version = "trl 1.16.0",
      .as_of = "2026-11-22",
      .source = "seen in runs of the package",
      .status = "live",
      .offers = kOffers,
      .limits = {.row_tokens = kit::kRowTokens, .reserved = kReserved},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"train.py", script(delivery)}};
  }
};

}  // namespace

const TargetEntry& trl() {
  return entry<Trl>();
}

}  // namespace bmo::targets
