// OpenAI: supervised fine-tuning, as long as it takes jobs.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr SplitNames kSplits{};

constexpr std::array<Offer, 1> kOffers{{
    {.layout = "messages", .purpose = "supervised fine-tuning", .splits = kSplits},
}};

constexpr std::array<RuleUse, 5> kRules{{
    {"message_weight", Severity::kError, "OpenAI refuses the file"},
    {"tool_list", Severity::kError, "OpenAI refuses the file"},
    {"few_rows", Severity::kError, "OpenAI refuses the job"},
    {"several_files", Severity::kWarning, "OpenAI trains on the first file alone"},
    {"empty_split", Severity::kWarning, "OpenAI trains without it"},
}};

constexpr std::string_view kBody = R"(

def main():
    client = OpenAI()

    def upload(name):
        with open(HERE / name, "rb") as file:
            return client.files.create(file=file, purpose="fine-tune").id

    model = os.environ.get("MODEL", "gpt-4.1-mini-2025-04-14")
    validation = {"validation_file": upload(VALIDATION[0])} if VALIDATION else {}
    job = client.fine_tuning.jobs.create(
        model=model,
        training_file=upload(TRAIN[0]),
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": EPOCHS}}},
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
      .source = "vendor documentation; how unknown keys are met was not tried",
      .status = "takes no new jobs after 2027-01-06",
      .offers = kOffers,
      .limits = {.min_rows = 10, .max_file_bytes = std::uint64_t{512} << 20U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    std::string script =
        kit::python_head("Uploads this set to OpenAI and starts a tuning job.", "openai",
                         "OPENAI_API_KEY=... MODEL=... python upload.py");
    script.insert(script.find("HERE ="), "from openai import OpenAI\n\n");
    script += kit::file_lists(delivery) + kit::epochs_line(delivery);
    return {{"upload.py", script + std::string(kBody)}};
  }
};

}  // namespace

const TargetEntry& openai() {
  return entry<Openai>();
}

}  // namespace bmo::targets
