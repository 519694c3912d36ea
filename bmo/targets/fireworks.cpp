// Fireworks AI: OpenAI's shapes, uploaded with firectl.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "messages",
     .purpose = "supervised fine-tuning",
     .spelling = {.whole_weights = true}},
    {.layout = "openai-preference", .purpose = "DPO", .spelling = {.whole_weights = true}},
}};

constexpr std::array<RuleUse, 5> kRules{{
    {"message_weight", Severity::kError, "Fireworks refuses the file"},
    {"few_rows", Severity::kError, "Fireworks refuses the set"},
    {"many_rows", Severity::kError, "Fireworks refuses the set"},
    {"several_files", Severity::kWarning, "Fireworks takes each file as a set of its own"},
    {"empty_split", Severity::kWarning, "Fireworks trains without it"},
}};

constexpr std::string_view kImports = R"(import subprocess

)";

constexpr std::string_view kBody = R"(
def main():
    model = os.environ.get("MODEL", "accounts/fireworks/models/qwen3-0p6b")
    dataset = os.environ.get("DATASET", "bmo-pairs")
    subprocess.run(["firectl", "create", "dataset", dataset, str(HERE / TRAIN[0])], check=True)
    command = ["firectl", "create", "dpo-job" if METHOD == "dpo" else "sftj"]
    command += ["--base-model", model, "--dataset", dataset, "--output-model", dataset + "-lora"]
    command += ["--epochs", str(EPOCHS)]
    if VALIDATION:
        name = dataset + "-validation"
        subprocess.run(["firectl", "create", "dataset", name, str(HERE / VALIDATION[0])], check=True)
        command += ["--evaluation-dataset", name]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
)";

struct Fireworks {
  static constexpr TargetCard card{
      .id = "fireworks",
      .title = "Fireworks AI",
      .summary =
          "Strict rows for hosted LoRA; upload.py calls firectl to send them and start a job.",
      .kind = Kind::kService,
      .version = "SDK 1.2.30",
      .as_of = "2026-11-22",
      .source = "read in the SDK, and vendor documentation",
      .status = "live",
      .offers = kOffers,
      .limits = {.min_rows = 3, .max_rows = 3'000'000, .max_file_bytes = std::uint64_t{150} << 20U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script({.sentence = "Uploads this set to Fireworks and starts a LoRA job.",
                                 .install = "firectl must be installed and signed in",
                                 .start = "MODEL=... DATASET=... python upload.py",
                                 .imports = kImports,
                                 .body = kBody},
                                delivery)}};
  }
};

}  // namespace

const TargetEntry& fireworks() {
  return entry<Fireworks>();
}

}  // namespace bmo::targets
