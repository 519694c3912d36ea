// Tests of every check that its good example passes all checks and its bad one gets its code.
#include "bmo/checks/checks.hpp"

#include <gtest/gtest.h>

#include "tests/conformance/reading.hpp"
#include "tests/conformance/writing.hpp"

namespace bmo::conformance {
namespace {

class EveryCheck : public testing::TestWithParam<const checks::CheckEntry*> {
 protected:
  const checks::CheckCard& card() const { return *GetParam()->card; }

  /// Reads one line of JSON Lines; the limit on records is low, so that an example can pass it.
  Reading read(std::string_view example) const {
    HowToRead how{.container = container_named("jsonl")};
    how.mapping = card().mapping;
    if (card().code == "E_RECORD_TOO_LONG") how.options.max_record_bytes = 512;
    return read_text(std::string(example) + "\n", "example.jsonl", how);
  }
};

TEST_P(EveryCheck, PassesItsGoodExample) {
  const Reading reading = read(card().good);
  EXPECT_FALSE(reading.error) << reading.summary();
  EXPECT_TRUE(reading.findings.empty()) << reading.summary();
  EXPECT_EQ(reading.good(), 1U);
}

TEST_P(EveryCheck, CatchesItsBadExample) {
  const Reading reading = read(card().bad);
  EXPECT_FALSE(reading.error) << reading.summary();
  ASSERT_EQ(reading.findings.size(), 1U) << reading.summary();
  EXPECT_EQ(reading.findings[0].code, card().code);
  EXPECT_EQ(reading.findings[0].severity, card().severity);
}

TEST_P(EveryCheck, QuarantinesErrorsAlone) {
  const Reading reading = read(card().bad);
  EXPECT_EQ(reading.bad(), card().severity == Severity::kError ? 1U : 0U) << reading.summary();
}

std::string name_of(const testing::TestParamInfo<const checks::CheckEntry*>& info) {
  return std::string(info.param->card->id);
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryCheck,
                         testing::ValuesIn(checks::all().begin(), checks::all().end()), name_of);

}  // namespace
}  // namespace bmo::conformance
