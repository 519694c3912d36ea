// What any layout writes into any container comes back as the same pairs.
#include <algorithm>

#include <gtest/gtest.h>

#include "bmo/formats/containers.hpp"
#include "bmo/io/disk_memory.hpp"
#include "tests/unit/formats/layout_support.hpp"

namespace bmo::formats {
namespace {

using Texts = std::vector<std::string>;

// Everything that a pair may carry, and texts that containers like to break.
const Texts kRecords = {
    R"({"instruction":"do\r\n\"it\", now","input":"=1+1;\ttab","output":"a\u2028b, \"c\"\nd",)"
    R"("system":"s","history":[["q","a"],["[1]","{}"]],"topics":["t, u","[v]"],"tags":["x"],)"
    R"("quality":7.5,"source":{"uri":"u","offset":3},"big":9007199254740993,"one":1.0,)"
    R"("created_at":"2024-01-02","generation":{"model":"m","seed":1},"nested":{"a":[null,""]}})",
    R"({"messages":[{"role":"user","content":"q","loss_weight":0.5},{"role":"assistant",)"
    R"("content":"a","loss_weight":1.0,"name":"n"}],"id":"given","rejected":[{"role":)"
    R"("assistant","content":"b"}],"tools":"[{\"name\":\"f\"}]"})",
    R"({"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":)"
    R"("{\"name\":\"f\",\"arguments\":{\"n\":1.0}}"},{"from":"observation","value":"o"},)"
    R"({"from":"gpt","value":"a"}],"tools":"[]","extra":"plain"})",
    R"({"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"[1, 2]"}],)"
    R"("label":false})",
    R"({"prompt":"{\"a\":1}","chosen":"[\"a\"]","rejected":"b","metadata":{"x":{"y":1}}})",
    R"({"question":"42","answer":"true","scores":{"judge":4,"help":0.25},"seed_id":"7"})",
};

class MemoryOutput : public table::Output {
 public:
  Status write(std::string_view bytes) override {
    text_ += bytes;
    return ok();
  }
  std::uint64_t size() const override { return text_.size(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string file_of(const ContainerEntry& container, const Schema& schema, const Columns& columns) {
  MemoryOutput out;
  EncodedRows rows;
  EXPECT_TRUE(container.make_encoder(schema)->encode(columns, rows));
  auto shard = container.open_shard(out, schema, {}, {});
  EXPECT_TRUE(shard);
  EXPECT_TRUE((*shard)->append(rows, 0, rows.rows()));
  EXPECT_TRUE((*shard)->finish());
  return out.text();
}

/// Calls `look` with each batch of the file, read to pairs.
template <typename Look>
void read_file(const ContainerEntry& container, const std::string& text, const Look& look) {
  io::MemoryDisk disk;
  const std::string name = "in" + std::string(container.card->ending);
  disk.put(name, text);
  auto reader = container.open(disk, {name, {}}, {}, {});
  ASSERT_TRUE(reader) << reader.error().message;
  while (true) {
    auto chunk = (*reader)->next();
    ASSERT_TRUE(chunk) << chunk.error().message;
    if (*chunk == nullptr) return;
    Batch batch;
    ASSERT_TRUE((*chunk)->split(batch));
    RecordReader(nullptr).read(batch);
    look(batch);
  }
}

std::vector<std::uint32_t> all_rows(const Batch& batch) {
  std::vector<std::uint32_t> rows(batch.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    rows[i] = i;
  return rows;
}

std::vector<std::uint32_t> rows_held(const Batch& batch, const LayoutEntry& layout) {
  std::vector<std::uint32_t> rows = all_rows(batch);
  std::erase_if(rows,
                [&](std::uint32_t row) { return layout.unholdable(batch.pairs[row]) != nullptr; });
  return rows;
}

class LayoutContainer
    : public ::testing::TestWithParam<std::tuple<const ContainerEntry*, const LayoutEntry*>> {};

TEST_P(LayoutContainer, RowsComeBackAsTheSamePairs) {
  const auto& [container, layout] = GetParam();
  // First as JSON rows: what a layout itself leaves out (the usual weights, Alpaca's cut) is gone.
  const auto pairs =
      testing::read(testing::write(*testing::read(kRecords), *layout, MetadataMode::kInline));
  ASSERT_TRUE(pairs->findings.empty()) << pairs->findings[0].detail;
  ASSERT_GT(pairs->size(), 0U);
  Columns columns;
  layout->write(*pairs, all_rows(*pairs), MetadataMode::kInline, columns);
  Texts found;
  read_file(*container, file_of(*container, layout->schema(MetadataMode::kInline), columns),
            [&](const Batch& batch) {
              for (const Finding& finding : batch.findings) {
                ADD_FAILURE() << finding.code << ' ' << finding.field << ' ' << finding.detail;
              }
              for (std::string& row : testing::canonical(batch, all_rows(batch))) {
                found.push_back(std::move(row));
              }
            });
  EXPECT_EQ(found, testing::canonical(*pairs, all_rows(*pairs)));
}

TEST_P(LayoutContainer, SecondDecoderReadsWhatWasMeant) {
  const auto& [container, layout] = GetParam();
  if (container->second->read == nullptr) GTEST_SKIP() << "no second decoder";
  const auto pairs = testing::read(kRecords);
  const std::vector<std::uint32_t> rows = rows_held(*pairs, *layout);
  ASSERT_FALSE(rows.empty());
  for (const MetadataMode mode : {MetadataMode::kInline, MetadataMode::kSidecar}) {
    const Schema schema = layout->schema(mode);
    Columns columns;
    layout->write(*pairs, rows, mode, columns);
    std::vector<Hash128> meant;
    table::RowHasher(schema, container->second->notation).hash(columns, meant);
    io::MemoryDisk disk;
    disk.put("file", file_of(*container, schema, columns));
    for (const bool by_others : {false, true}) {
      std::vector<Hash128> read;
      const table::ProofFile file{
          .disk = disk, .path = "file", .schema = schema, .by_others = by_others};
      const Status status =
          container->second->read(file, {}, [&read](std::span<const Hash128> hashes) {
            read.insert(read.end(), hashes.begin(), hashes.end());
            return ok();
          });
      ASSERT_TRUE(status) << status.error().why;
      EXPECT_EQ(read, meant) << by_others;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, LayoutContainer,
    ::testing::Combine(::testing::ValuesIn(containers::all().begin(), containers::all().end()),
                       ::testing::ValuesIn(layouts::all().begin(), layouts::all().end())),
    [](const auto& cell) {
      std::string name(std::get<0>(cell.param)->card->id);
      name.append("_").append(std::get<1>(cell.param)->card->id);
      std::ranges::replace(name, '-', '_');
      return name;
    });

}  // namespace
}  // namespace bmo::formats
