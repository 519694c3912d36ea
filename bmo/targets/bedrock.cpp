// Amazon Bedrock: Nova's conversations, from a bucket.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 2> kOffers{{
    {.layout = "bedrock", .purpose = "fine-tuning of Nova"},
    {.layout = "prompt-completion", .purpose = "fine-tuning of Llama and Titan"},
}};

constexpr std::array<RuleUse, 5> kRules{{
    {"reserved_words", Severity::kError, "the job fails on Bedrock", "prompt-completion"},
    {"turn_repeated", Severity::kError, "Bedrock refuses the file"},
    {"blank_system", Severity::kError, "Bedrock refuses the file"},
    {"several_files", Severity::kWarning, "Bedrock trains on the first file alone"},
    {"empty_split", Severity::kWarning, "Bedrock trains without it"},
}};

constexpr std::string_view kImports = R"(import boto3

)";

constexpr std::string_view kBody = R"(
def upload(name):
    bucket = os.environ["BUCKET"]
    boto3.client("s3").upload_file(str(HERE / name), bucket, "bmo/" + name)
    return {"s3Uri": "s3://" + bucket + "/bmo/" + name}


def main():
    job_name = os.environ.get("JOB", "bmo-pairs")
    validation = {}
    if VALIDATION:
        validation = {"validationDataConfig": {"validators": [upload(VALIDATION[0])]}}
    answer = boto3.client("bedrock").create_model_customization_job(
        jobName=job_name,
        customModelName=job_name + "-lora",
        roleArn=os.environ["ROLE_ARN"],
        baseModelIdentifier=os.environ.get("MODEL", "amazon.nova-micro-v1:0:128k"),
        customizationType="FINE_TUNING",
        trainingDataConfig=upload(TRAIN[0]),
        outputDataConfig={"s3Uri": "s3://" + os.environ["BUCKET"] + "/bmo/out/"},
        hyperParameters={"epochCount": str(EPOCHS)},
        **validation,
    )
    print(answer["jobArn"])


if __name__ == "__main__":
    main()
)";

struct Bedrock {
  static constexpr TargetCard card{
      .id = "bedrock",
      .title = "Amazon Bedrock",
      .summary =
          "Nova's Converse rows, or prompt and completion; upload.py copies them to S3 and starts "
          "a job.",
      .kind = Kind::kService,
      .version = "bedrock-conversation-2024",
      .as_of = "2026-11-22",
      .source = "vendor documentation; quotas differ by model",
      .status = "live",
      .offers = kOffers,
      .limits = {.max_file_bytes = std::uint64_t{1} << 30U},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script(
                 {.sentence = "Uploads this set to S3 and starts a customization job on Bedrock.",
                  .install = "pip install boto3",
                  .start = "BUCKET=... ROLE_ARN=... MODEL=... python upload.py",
                  .imports = kImports,
                  .body = kBody},
                 delivery)}};
  }
};

}  // namespace

const TargetEntry& bedrock() {
  return entry<Bedrock>();
}

}  // namespace bmo::targets
