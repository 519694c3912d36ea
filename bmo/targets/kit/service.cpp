// One head for all services: file names, method, epochs; then the service's own calls.
#include "bmo/targets/kit/service.hpp"

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"

namespace bmo::targets::kit {
namespace {

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

}  // namespace bmo::targets::kit
