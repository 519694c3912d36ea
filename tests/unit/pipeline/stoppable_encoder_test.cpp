// A signal ends the work of a slow encoder soon; without one nothing changes.
#include "bmo/pipeline/stoppable_encoder.hpp"

#include <gtest/gtest.h>

namespace bmo::pipeline {
namespace {

/// Encodes lengths; raises the flag at the third call.
class Slow final : public embed::Encoder {
 public:
  Slow(StopFlag& stop, int& calls) : stop_(stop), calls_(calls) {}
  const embed::EncoderCard& card() const override { return card_; }
  Status encode(std::span<const std::string_view> texts, embed::Vectors& out) const override {
    if (++calls_ == 3) stop_.raise(2);
    out.clear(card_.digest, card_.dimension);
    for (const std::string_view text : texts) {
      const std::vector<std::int8_t> row{static_cast<std::int8_t>(text.size()), 1};
      out.add_row(row);
    }
    return ok();
  }

 private:
  StopFlag& stop_;
  int& calls_;
  embed::EncoderCard card_{
      .id = "slow", .digest = "d", .dimension = 2, .language = {}, .about = {}};
};

TEST(StoppableEncoder, EndsSoonAfterASignal) {
  StopFlag stop;
  int calls = 0;
  const auto encoder = stoppable(std::make_unique<Slow>(stop, calls), stop);
  embed::Vectors out;
  const std::vector<std::string_view> texts(64 * 9, "knot");
  const Status status = encoder->encode(texts, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "E_STOPPED");
  EXPECT_EQ(calls, 3);
}

TEST(StoppableEncoder, GivesWhatTheOtherGives) {
  StopFlag stop;
  int calls = -100;
  const auto encoder = stoppable(std::make_unique<Slow>(stop, calls), stop);
  const std::string long_text(100, 'k');
  std::vector<std::string_view> texts;
  for (std::size_t i = 0; i < 100; ++i)
    texts.push_back(std::string_view(long_text).substr(0, i));
  embed::Vectors out;
  ASSERT_TRUE(encoder->encode(texts, out));
  ASSERT_EQ(out.size(), 100U);
  EXPECT_EQ(out.row(99)[0], 99);
  EXPECT_EQ(out.digest, "d");
}

}  // namespace
}  // namespace bmo::pipeline
