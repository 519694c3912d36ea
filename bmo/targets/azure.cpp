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
    return {{"upload.py", kit::openai_script(
                              {.service = "Azure",
                               .client = "AzureOpenAI",
                               .environment = "AZURE_OPENAI_ENDPOINT=... AZURE_OPENAI_API_KEY=... "
                                              "OPENAI_API_VERSION=..."},
                              delivery)}};
  }
};

}  // namespace

const TargetEntry& azure() {
  return entry<Azure>();
}

}  // namespace bmo::targets
