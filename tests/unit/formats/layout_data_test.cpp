// Public data sets go in without a record lost, and come out of each layout as they were.
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using testing::findings_of;
using Texts = std::vector<std::string>;

const std::string kData = BMO_TEST_DATA;

struct DataSet {
  const char* file;
  const char* preset;
  std::size_t records;
  std::size_t quarantined;
};

class LayoutData : public ::testing::TestWithParam<DataSet> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kData)) GTEST_SKIP() << "no data sets at " << kData;
    for (const MappingPreset& preset : mapping_presets()) {
      if (preset.name != GetParam().preset) continue;
      mapping_ = *parse_mapping(std::string(preset.text), "preset");
    }
    records_ = testing::records_of(kData + "/" + GetParam().file);
  }

  /// The next thousand records as pairs; nullptr at the end.
  std::unique_ptr<Batch> next() {
    const std::size_t end = std::min(records_.size(), next_ + 1000);
    if (next_ == end) return nullptr;
    const Texts some(records_.begin() + static_cast<std::ptrdiff_t>(next_),
                     records_.begin() + static_cast<std::ptrdiff_t>(end));
    next_ = end;
    return testing::read(some, mapping_.fields.empty() ? nullptr : &mapping_);
  }

  Mapping mapping_;
  Texts records_;
  std::size_t next_ = 0;
};

TEST_P(LayoutData, IsReadWhole) {
  std::size_t quarantined = 0;
  std::map<std::string, int> codes;
  while (const auto batch = next()) {
    for (const Fate fate : batch->fates)
      quarantined += fate == Fate::kQuarantined ? 1 : 0;
    for (const std::string& finding : findings_of(*batch))
      ++codes[finding];
  }
  EXPECT_EQ(records_.size(), GetParam().records);
  EXPECT_EQ(quarantined, GetParam().quarantined) << ::testing::PrintToString(codes);
}

void expect_same(const Pair& second, const Pair& first, std::string_view id) {
  ASSERT_EQ(second.id, first.id) << id;
  ASSERT_EQ(second.messages.size(), first.messages.size()) << id;
  for (std::size_t at = 0; at < first.messages.size(); ++at) {
    ASSERT_EQ(second.messages[at].content, first.messages[at].content) << id;
    ASSERT_EQ(second.messages[at].tool_calls, first.messages[at].tool_calls) << id;
  }
  ASSERT_EQ(second.input_at, first.input_at);
  ASSERT_EQ(second.label, first.label) << id;
  ASSERT_EQ(second.tools, first.tools) << id;
  ASSERT_EQ(second.rejected.size(), first.rejected.size()) << id;
  ASSERT_EQ(second.metadata ? second.metadata->extra : "",
            first.metadata ? first.metadata->extra : "")
      << id;
}

TEST_P(LayoutData, InlineRowsOfEveryLayoutReadAsTheSamePairs) {
  while (const auto batch = next()) {
    for (const LayoutEntry* entry : layouts::all()) {
      std::vector<std::uint32_t> held;
      for (std::uint32_t row = 0; row < batch->size(); ++row) {
        const bool is_good = batch->fates[row] == Fate::kExported;
        if (is_good && entry->unholdable(batch->pairs[row]) == nullptr) held.push_back(row);
      }
      const auto again = testing::read(testing::write(*batch, *entry, MetadataMode::kInline));
      ASSERT_TRUE(again->findings.empty()) << entry->card->id << again->findings[0].detail;
      ASSERT_EQ(again->size(), held.size()) << entry->card->id;
      for (std::size_t i = 0; i < held.size(); ++i) {
        expect_same(again->pairs[i], batch->pairs[held[i]], entry->card->id);
        if (HasFatalFailure()) return;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sets, LayoutData,
    ::testing::Values(DataSet{"alpaca-52k/alpaca_data.json", "", 52002, 0},
                      DataSet{"alpagasus/claude_t45.json", "", 5305, 0},
                      DataSet{"alpagasus/helpfulness_t45.json", "", 2022, 0},
                      DataSet{"alpagasus/random_9k.json", "", 9229, 0},
                      DataSet{"cherry-alpaca/cherry_alpaca_5_percent.json", "", 3111, 0},
                      DataSet{"gpteacher/codegen-instruct.json", "", 4535, 0},
                      DataSet{"gpteacher/roleplay-simple-deduped-roleplay-instruct.json", "", 1923,
                              0},
                      DataSet{"gpteacher/toolformer-dedupe-only-dataset.json", "", 7673, 0},
                      DataSet{"gsm8k/train.jsonl", "", 7473, 0},
                      DataSet{"gsm8k/test.jsonl", "", 1319, 0},
                      DataSet{"llm-adapters/math_data.json", "", 3260, 0},
                      DataSet{"alpacaeval/NullModel.json", "", 805, 0},
                      DataSet{"alpacaeval/alpaca-7b_verbose.json", "", 802, 0},
                      DataSet{"alpaca-zh/zh-data-part-00.json", "", 10021, 0},
                      DataSet{"self-instruct/davinci_predictions.jsonl", "", 252, 0},
                      DataSet{"self-instruct/text-davinci-003_predictions.jsonl", "", 252, 0},
                      DataSet{"self-instruct/seed_tasks.jsonl", "self-instruct-seed", 175, 0},
                      DataSet{"llamafactory/alpaca_en_demo.json", "", 999, 0},
                      DataSet{"llamafactory/alpaca_zh_demo.json", "", 1000, 0},
                      DataSet{"llamafactory/identity.json", "", 91, 0},
                      DataSet{"llamafactory/glaive_toolcall_en_demo.json", "", 300, 0},
                      DataSet{"llamafactory/glaive_toolcall_zh_demo.json", "", 300, 0},
                      DataSet{"llamafactory/dpo_en_demo.json", "", 300, 0},
                      DataSet{"llamafactory/dpo_zh_demo.json", "", 300, 0},
                      DataSet{"llamafactory/kto_en_demo.json", "", 300, 0},
                      DataSet{"llamafactory/v1_sft_demo.jsonl", "", 500, 0},
                      DataSet{"llamafactory/v1_dpo_demo.jsonl", "", 10, 0},
                      DataSet{"llamafactory/reason_tool_use_demo_50.jsonl", "", 50, 0},
                      DataSet{"llamafactory/v1_multimodal_demo.jsonl", "", 24, 24},
                      DataSet{"llamafactory/c4_demo.jsonl", "", 300, 300},
                      DataSet{"hh-rlhf/test.jsonl.gz", "hh-rlhf", 2312, 0},
                      DataSet{"oasst-en100/en_100_message.jsonl", "oasst", 100, 0},
                      DataSet{"oasst-en100/en_100_tree.jsonl", "oasst-tree", 100, 0},
                      DataSet{"humaneval/HumanEval.jsonl.gz", "humaneval", 164, 0}),
    [](const auto& set) {
      std::string name = set.param.file;
      for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
      }
      return name;
    });

}  // namespace
}  // namespace bmo::formats
