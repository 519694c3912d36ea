// OpenAI: supervised fine-tuning and DPO, as long as it takes jobs.
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

constexpr std::array<RuleUse, 4> kRules{{
    {"message_weight", Severity::kError, "OpenAI refuses the file"},
    {"few_rows", Severity::kError, "OpenAI refuses the job"},
    {"several_files", Severity::kWarning, "OpenAI trains on the first file alone"},
    {"empty_split", Severity::kWarning, "OpenAI trains without it"},
}};

constexpr std::string_view kImports = R"(from openai import OpenAI

)";

constexpr std::string_view kBody = R"(
def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.create(file=file, purpose="fine-tune").id


def main():
    client = OpenAI()
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

struct Openai {
  static constexpr TargetCard card{
      .id = "openai",
      .title = "OpenAI",
      .summary = "Strict rows for hosted fine-tuning; upload.py sends them and starts a job.",
      .kind = Kind::kService,
      .version = "API of 2026-11",
      .as_of = "2026-11-22",
      .source =
          "vendor documentation; the last day is from two blogs; how unknown keys are met was not "
          "tried",
      .status = "takes no new jobs after 2027-01-06",
      .offers = kOffers,
      .limits = {.min_rows = 10, .max_file_bytes = std::uint64_t{512} << 20U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script({.sentence = "Uploads this set to OpenAI and starts a tuning job.",
                                 .install = "pip install openai",
                                 .start = "OPENAI_API_KEY=... MODEL=... python upload.py",
                                 .imports = kImports,
                                 .body = kBody},
                                delivery)}};
  }
};

}  // namespace

const TargetEntry& openai() {
  return entry<Openai>();
}

}  // namespace bmo::targets
