// Upload scripts are Python, as the services' own clients are.
#include "bmo/targets/kit/service.hpp"

#include <fmt/format.h>

#include "bmo/targets/kit/training.hpp"

namespace bmo::targets::kit {

std::string python_head(std::string_view sentence, std::string_view install,
                        std::string_view start) {
  return fmt::format(
      "\"\"\"{}\n\npip install {}\n{}\n\"\"\"\nimport os\nimport pathlib\n\n"
      "HERE = pathlib.Path(__file__).resolve().parent\n",
      sentence, install, start);
}

std::string file_lists(const Delivery& delivery) {
  std::string out;
  for (const std::string_view split : {"train", "validation"}) {
    std::vector<std::string> paths;
    for (const DeliveredSplit& each : delivery.splits) {
      if (each.split == split) paths = each.paths;
    }
    out += fmt::format("{} = {}\n", split == "train" ? "TRAIN" : "VALIDATION", quoted_list(paths));
  }
  return out;
}

std::string epochs_line(const Delivery& delivery) {
  const TrainingPlan plan = plan_for(delivery.rows("train"));
  return fmt::format("# Chosen from the {} rows of this set, as a start.\nEPOCHS = {}\n", plan.rows,
                     plan.epochs);
}

}  // namespace bmo::targets::kit
