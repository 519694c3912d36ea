// One head for all services: file names, method, epochs; then the service's own calls.
#include "bmo/targets/kit/service.hpp"

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"

namespace bmo::targets::kit {
namespace {

constexpr std::string_view kOpenaiBody = R"(
def upload(client, name):
    with open(HERE / name, "rb") as file:
        return client.files.create(file=file, purpose="fine-tune").id


def main():
    client = Client()
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

std::string file_list(const Delivery& delivery, std::string_view split) {
  for (const DeliveredSplit& each : delivery.splits) {
    if (each.split == split) return quoted_list(each.paths);
  }
  return "[]";
}

}  // namespace

std::string upload_script(const UploadScript& script, const Delivery& delivery) {
  const TrainingPlan plan = plan_for(delivery.rows("train"));
  std::string out =
      fmt::format("\"\"\"{}\n\n{}\n{}\n\"\"\"\n", script.sentence, script.install, script.start);
  out += fmt::format("import os\nimport pathlib\n\n{}", script.imports);
  out += "HERE = pathlib.Path(__file__).resolve().parent\n";
  out += fmt::format("TRAIN = {}\nVALIDATION = {}\n", file_list(delivery, "train"),
                     file_list(delivery, "validation"));
  const bool is_dpo = delivery.offer.layout == "openai-preference";
  out += fmt::format("METHOD = \"{}\"\n", is_dpo ? "dpo" : "supervised");
  out += plan_comment(plan, "# ");
  out += fmt::format("EPOCHS = {}\nSTEPS = {}\n", plan.epochs, plan.steps);
  return out + std::string(script.body);
}

std::string openai_script(const OpenaiScript& script, const Delivery& delivery) {
  return upload_script(
      {.sentence = fmt::format("Uploads this set to {} and starts a tuning job.", script.service),
       .install = "pip install openai",
       .start = fmt::format("{} MODEL=... python upload.py", script.environment),
       .imports = fmt::format("from openai import {} as Client\n\n", script.client),
       .body = kOpenaiBody},
      delivery);
}

}  // namespace bmo::targets::kit
