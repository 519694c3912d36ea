// Together AI: one shape for each file, and not a field more.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 4> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning", .spelling = {.whole_weights = true}},
    {.layout = "prompt-completion", .purpose = "fine-tuning on the completion"},
    {.layout = "text", .purpose = "continued training"},
    {.layout = "openai-preference", .purpose = "DPO", .spelling = {.whole_weights = true}},
}};

constexpr std::array<RuleUse, 7> kRules{{
    {"turn_repeated", Severity::kError, "Together refuses the file"},
    {"tool_use", Severity::kError, "Together refuses the file"},
    {"message_weight", Severity::kError, "Together refuses the file"},
    {"blank_system", Severity::kWarning, "Together trains with an empty system prompt"},
    {"few_rows", Severity::kError, "Together refuses the job"},
    {"several_files", Severity::kWarning, "Together trains on the first file alone"},
    {"empty_split", Severity::kWarning, "Together trains without it"},
}};

constexpr std::string_view kImports = R"(from together import Together

)";

constexpr std::string_view kBody = R"(
def upload(client, name):
    return client.files.upload(file=str(HERE / name), purpose="fine-tune", check=True).id


def main():
    client = Together()
    model = os.environ.get("MODEL", "Qwen/Qwen3-0.6B")
    validation = {"validation_file": upload(client, VALIDATION[0]), "n_evals": 5} if VALIDATION else {}
    job = client.fine_tuning.create(
        model=model,
        training_file=upload(client, TRAIN[0]),
        n_epochs=EPOCHS,
        lora=True,
        training_method="dpo" if METHOD == "dpo" else "sft",
        **validation,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
)";

struct Together {
  static constexpr TargetCard card{
      .id = "together",
      .title = "Together AI",
      .summary = "Strict rows for hosted LoRA; upload.py checks, sends and starts a job.",
      .kind = Kind::kService,
      .version = "together 1.6.0",
      .as_of = "2026-11-22",
      .source = "its checker was run",
      .status = "live",
      .offers = kOffers,
      .limits = {.min_rows = 1,
                 .max_file_bytes = std::uint64_t{50} << 30U,
                 .weighs_questions = true},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script({.sentence = "Uploads this set to Together and starts a LoRA job.",
                                 .install = "pip install together==1.6.0",
                                 .start = "TOGETHER_API_KEY=... MODEL=... python upload.py",
                                 .imports = kImports,
                                 .body = kBody},
                                delivery)}};
  }
};

}  // namespace

const TargetEntry& together() {
  return entry<Together>();
}

}  // namespace bmo::targets
