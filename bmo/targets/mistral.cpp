// Mistral: strict turns, ids of nine characters, text or tool calls.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "messages", .purpose = "fine-tuning", .spelling = {.whole_weights = true}},
    {.layout = "text", .purpose = "continued training"},
}};

constexpr std::array<RuleUse, 8> kRules{{
    {"tool_call_id", Severity::kError, "Mistral's validator refuses the row"},
    {"call_beside_text", Severity::kError, "Mistral's validator refuses the row"},
    {"blank_system", Severity::kWarning, "Mistral trains with an empty system prompt"},
    {"message_weight", Severity::kError, "Mistral refuses the file"},
    {"few_rows", Severity::kError, "Mistral refuses the job"},
    {"several_files", Severity::kWarning, "Mistral trains on the first file alone"},
    {"empty_split", Severity::kWarning, "Mistral trains without it"},
    {"many_rows", Severity::kError, "Mistral refuses the job"},
}};

constexpr std::string_view kImports = R"(from mistralai import Mistral

)";

constexpr std::string_view kBody = R"(
def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.upload(file={"file_name": name, "content": file}, purpose="fine-tune").id


def main():
    client = Mistral(api_key=os.environ["MISTRAL_API_KEY"])
    job = client.fine_tuning.jobs.create(
        model=os.environ.get("MODEL", "open-mistral-7b"),
        training_files=[{"file_id": upload(client, name), "weight": 1} for name in TRAIN],
        validation_files=[upload(client, name) for name in VALIDATION],
        hyperparameters={"training_steps": STEPS, "learning_rate": 1e-4},
        auto_start=True,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
)";

struct Mistral {
  static constexpr TargetCard card{
      .id = "mistral",
      .title = "Mistral AI",
      .summary =
          "Strict rows for the API and for mistral-finetune; upload.py sends them and starts a "
          "job.",
      .kind = Kind::kService,
      .version = "mistral-common 1.13.1",
      .as_of = "2026-11-22",
      .source = "its validator was run; the limit of a file is second-hand",
      .status = "live; the mistral-finetune repository is archived",
      .offers = kOffers,
      .limits = {.min_rows = 10,
                 .max_rows = 10'000'000,
                 .max_file_bytes = std::uint64_t{512} << 20U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script({.sentence = "Uploads this set to Mistral and starts a LoRA job.",
                                 .install = "pip install mistralai",
                                 .start = "MISTRAL_API_KEY=... MODEL=... python upload.py",
                                 .imports = kImports,
                                 .body = kBody},
                                delivery)}};
  }
};

}  // namespace

const TargetEntry& mistral() {
  return entry<Mistral>();
}

}  // namespace bmo::targets
