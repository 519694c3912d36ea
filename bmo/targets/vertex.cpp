// Vertex AI: Gemini's contents and parts, from a bucket.
#include <array>

#include "bmo/targets/kit/service.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

constexpr std::array<Offer, 1> kOffers{{
    {.layout = "vertex", .purpose = "supervised fine-tuning"},
}};

constexpr std::array<RuleUse, 7> kRules{{
    {"turn_repeated", Severity::kError, "Vertex refuses the row"},
    {"blank_system", Severity::kError, "Vertex refuses the row"},
    {"row_length", Severity::kWarning, "Vertex cuts the row at its limit of tokens"},
    {"many_rows", Severity::kError, "Vertex refuses the job"},
    {"validation_rows", Severity::kError, "Vertex refuses the job"},
    {"several_files", Severity::kWarning, "Vertex trains on the first file alone"},
    {"empty_split", Severity::kWarning, "Vertex trains without it"},
}};

constexpr std::string_view kImports = R"(from google import genai
from google.cloud import storage
from google.genai import types

)";

constexpr std::string_view kBody = R"(
def upload(name):
    bucket = os.environ["BUCKET"]
    storage.Client().bucket(bucket).blob("bmo/" + name).upload_from_filename(str(HERE / name))
    return types.TuningDataset(gcs_uri="gs://" + bucket + "/bmo/" + name)


def main():
    client = genai.Client(vertexai=True)
    validation = {}
    if VALIDATION:
        uri = upload(VALIDATION[0]).gcs_uri
        validation = {"validation_dataset": types.TuningValidationDataset(gcs_uri=uri)}
    job = client.tunings.tune(
        base_model=os.environ.get("MODEL", "gemini-2.5-flash"),
        training_dataset=upload(TRAIN[0]),
        config=types.CreateTuningJobConfig(epoch_count=EPOCHS, **validation),
    )
    print(job.name, job.state)


if __name__ == "__main__":
    main()
)";

struct Vertex {
  static constexpr TargetCard card{
      .id = "vertex",
      .title = "Google Vertex AI (Gemini)",
      .summary = "Gemini's own rows; upload.py copies them to a bucket and starts a job.",
      .kind = Kind::kService,
      .version = "Gemini 2.5 Flash",
      .as_of = "2026-11-22",
      .source = "vendor documentation of that model; newer ones have tables of their own",
      .status = "live",
      .offers = kOffers,
      .limits = {.max_rows = 1'000'000,
                 .max_validation_rows = 5000,
                 .max_file_bytes = std::uint64_t{1} << 30U,
                 .row_tokens = 131'072},
      .rules = kRules,
  };

  static std::vector<BesideFile> files_beside(const Delivery& delivery) {
    return {{"upload.py",
             kit::upload_script(
                 {.sentence = "Uploads this set to a bucket and starts a tuning job on Vertex AI.",
                  .install = "pip install google-genai google-cloud-storage",
                  .start = "GOOGLE_CLOUD_PROJECT=... GOOGLE_CLOUD_LOCATION=... BUCKET=... "
                           "MODEL=... python upload.py",
                  .imports = kImports,
                  .body = kBody},
                 delivery)}};
  }
};

}  // namespace

const TargetEntry& vertex() {
  return entry<Vertex>();
}

}  // namespace bmo::targets
