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
             kit::openai_script(
                 {.service = "OpenAI", .client = "OpenAI", .environment = "OPENAI_API_KEY=..."},
                 delivery)}};
  }
};

}  // namespace

const TargetEntry& openai() {
  return entry<Openai>();
}

}  // namespace bmo::targets
