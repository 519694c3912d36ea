// Unsloth: TRL made fast on one GPU.
#include <array>

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "messages",
     .purpose = "fine-tuning (SFTTrainer)",
     .metadata = formats::MetadataMode::kInline,
     .spelling = {.argument_objects = true}},
    {.layout = "sharegpt", .purpose = "fine-tuning, as its notebooks take it"},
}};

constexpr std::array<std::string_view, 12> kReserved{
    "tools",        "text",          "prompt", "completion",           "labels",
    "input_ids",    "images",        "image",  "chat_template_kwargs", "seq_lengths",
    "position_ids", "attention_mask"};

constexpr std::array<RuleUse, 9> kRules{{
    {"weight_unread", Severity::kWarning, "Unsloth trains on the answer"},
    {"arguments_no_object", Severity::kError,
     "Unsloth hands arguments to the chat template, which wants an object"},
    {"tool_use", Severity::kError,
     "Unsloth's normaliser stops at a role or key that it does not know", "messages"},
    {"message_extras", Severity::kError, "Unsloth's normaliser asserts two keys for each turn",
     "messages"},
    {"turn_repeated", Severity::kWarning,
     "Unsloth hands both to the chat template; those of Gemma and Cohere stop"},
    {"row_length", Severity::kWarning, "Unsloth cuts the row at max_seq_length"},
    {"dates_alike", Severity::kWarning, "datasets hands Unsloth times that read otherwise"},
    {"empty_split", Severity::kWarning, "Unsloth trains without it"},
    {"reserved_column", Severity::kNote,
     "Unsloth would train on it, take the row for another kind, or stop"},
}};

constexpr std::string_view kShareGpt = R"(
def plain(row):
    """Leaves each turn the two keys that the normaliser takes."""
    return {"conversations": [{"from": t["from"], "value": t["value"]} for t in row["conversations"]]}


data = data.map(plain, remove_columns=[n for n in data["train"].column_names if n != "conversations"])
data = {name: standardize_data_formats(split) for name, split in data.items()}
)";

std::string script(const Delivery& delivery) {
  const kit::TrainingPlan plan = kit::plan_for(delivery.rows("train"));
  const bool is_sharegpt = delivery.offer.layout == "sharegpt";
  const bool validates = delivery.rows("validation") != 0;
  std::string out =
      "\"\"\"Trains a LoRA adapter on this folder with Unsloth, which wants a GPU.\n\n"
      "pip install unsloth==2026.10.9\nMODEL=... python train.py\n\"\"\"\n"
      "import os\n\nfrom unsloth import FastLanguageModel\n";
  if (is_sharegpt) out += "from unsloth.chat_templates import standardize_data_formats\n";
  out += "from datasets import load_dataset\nfrom trl import SFTConfig, SFTTrainer\n\n";
  out += "os.chdir(os.path.dirname(os.path.abspath(__file__)))\n";
  out += fmt::format(
      "model, tokenizer = FastLanguageModel.from_pretrained(\n    "
      "os.environ.get(\"MODEL\", \"{}\"), max_seq_length={}, load_in_4bit=False\n)\n",
      kit::kModel, kit::kRowTokens);
  out += "data = load_dataset(os.getcwd())\n";
  if (is_sharegpt) out += std::string(kShareGpt) + "\n";
  const std::string_view field = is_sharegpt ? "conversations" : "messages";
  out += fmt::format(
      "\ndef rendered(row):\n    return {{\"text\": "
      "tokenizer.apply_chat_template(row[\"{}\"], tokenize=False)}}\n\n\n",
      field);
  out +=
      "data = {name: split.map(rendered, remove_columns=split.column_names) for name, split in "
      "data.items()}\n";
  out += kit::plan_comment(plan, "# ");
  out += fmt::format(
      "model = FastLanguageModel.get_peft_model(model, r={}, lora_alpha={}, "
      "random_state=0)\n",
      plan.rank, plan.alpha);
  out += fmt::format(
      "config = SFTConfig(\n    output_dir=\"adapter\",\n    num_train_epochs={},\n"
      "    per_device_train_batch_size={},\n    gradient_accumulation_steps={},\n"
      "    warmup_steps={},\n    learning_rate=2e-4,\n    max_length={},\n",
      plan.epochs, plan.micro, plan.accumulation, plan.warmup, kit::kRowTokens);
  if (validates) out += "    eval_strategy=\"epoch\",\n";
  out +=
      "    dataset_text_field=\"text\",\n    logging_steps=10,\n    report_to=[],\n    "
      "seed=0,\n)\n";
  out +=
      "trainer = SFTTrainer(\n    model=model,\n    processing_class=tokenizer,\n    args=config,\n"
      "    train_dataset=data[\"train\"],\n";
  if (validates) out += "    eval_dataset=data[\"validation\"],\n";
  return out +
         ")\ntrainer.train()\nmodel.save_pretrained(\"adapter\")\n"
         "tokenizer.save_pretrained(\"adapter\")\n";
}

struct Unsloth {
  static constexpr TargetCard card{
      .id = "unsloth",
      .title = "Unsloth",
      .summary = "train.py loads the folder, patches the model and trains with TRL.",
      .kind = Kind::kTrainer,
      .version = "unsloth 2026.10.9",
      .as_of = "2026-11-22",
      .source = "seen in runs of its functions for data, and read in the source",
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

const TargetEntry& unsloth() {
  return entry<Unsloth>();
}

}  // namespace bmo::targets
