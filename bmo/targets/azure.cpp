// Azure AI Foundry: the two shapes of OpenAI, as training.jsonl and validation.jsonl.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr SplitNames kSplits{.train = "training", .validation = "validation", .test = "test"};

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "messages",
     .purpose = "supervised fine-tuning",
     .splits = kSplits,
     .spelling = {.whole_weights = true}},
    {.layout = "openai-preference",
     .purpose = "DPO",
     .splits = kSplits,
     .spelling = {.whole_weights = true}},
}};

constexpr std::array<RuleUse, 4> kRules{{
    {"message_weight", Severity::kError, "Azure refuses the file"},
    {"few_rows", Severity::kError, "Azure refuses the job"},
    {"several_files", Severity::kWarning, "Azure trains on the first file alone"},
    {"empty_split", Severity::kWarning, "Azure trains without it"},
}};

constexpr std::string_view kImports = R"(from openai import AzureOpenAI

)";

constexpr std::string_view kBody = R"(
def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.create(file=file, purpose="fine-tune").id


def main():
    client = AzureOpenAI()
    model = os.environ.get("MODEL", "gpt-4.1-mini-2025-04-14")
    validation = {"validation_file": upload(client, VALIDATION[0])} if VALIDATION else {}
    job = client.fine_tuning.jobs.create(
        model=model,
        training_file=upload(client, TRAIN[0]),
        method={"type": METHOD, METHOD: {"hyperparameters": {"n_epochs": EPOCHS}}},
        **validation,
    )
    print(job.id, job.status)


if __name__ == "__main__":
    main()
)";

struct Azure {
  static constexpr TargetCard card{
      .id = "azure",
      .title = "Azure AI Foundry",
      .summary =
          "training.jsonl and validation.jsonl in OpenAI's shapes; upload.py sends them and starts "
          "a job.",
      .kind = Kind::kService,
      .version = "API of 2026-11",
      .as_of = "2026-11-22",
      .source =
          "vendor documentation; an older page asks for a byte order mark, the current one shows "
          "none",
      .status = "live",
      .offers = kOffers,
      .limits = {.min_rows = 10, .max_file_bytes = std::uint64_t{512} << 20U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script({.sentence = "Uploads this set to Azure and starts a tuning job.",
                                 .install = "pip install openai",
                                 .start = "AZURE_OPENAI_ENDPOINT=... AZURE_OPENAI_API_KEY=... "
                                          "OPENAI_API_VERSION=... MODEL=... python upload.py",
                                 .imports = kImports,
                                 .body = kBody},
                                delivery)}};
  }
};

}  // namespace

const TargetEntry& azure() {
  return entry<Azure>();
}

}  // namespace bmo::targets
