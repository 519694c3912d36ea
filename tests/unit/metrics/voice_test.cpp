// Tests of the batch test for voice: how often it errs, and what it sees.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "bmo/metrics/kit/voice_baseline.hpp"

namespace bmo::metrics {
namespace {

/// Texts whose features are normal, some of them moved.
class Author {
 public:
  explicit Author(unsigned seed) : random_(seed) {}

  std::vector<VoiceSample> write(std::size_t count, double shift = 0) {
    std::vector<VoiceSample> out(count);
    for (VoiceSample& text : out) {
      text.rank = random_();
      text.task[0] = static_cast<float>(normal_(random_) + 3);
      for (std::size_t f = 0; f < kNumVoiceFeatures; ++f) {
        const double moved = f < 5 ? shift : 0;
        // The first feature goes with the length of the instruction.
        const double task = f == 0 ? text.task[0] : 0;
        text.features[f] = static_cast<float>(normal_(random_) + moved + task);
      }
    }
    return out;
  }

  std::mt19937_64& random() { return random_; }

 private:
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
};

double alarm_rate(std::size_t size, double shift) {
  int alarms = 0;
  constexpr unsigned kAuthors = 6;
  constexpr unsigned kBatches = 300;
  for (unsigned a = 0; a < kAuthors; ++a) {
    Author author(a);
    const VoiceBaseline baseline({author.write(3000)});
    for (unsigned i = 0; i < kBatches; ++i)
      alarms += baseline.judge(author.write(size, shift)).is_drift() ? 1 : 0;
  }
  return 100.0 * alarms / (kAuthors * kBatches);
}

TEST(Voice, CallsOneBatchInAHundredOfTheSameVoiceADrift) {
  const double rate = alarm_rate(50, 0);
  EXPECT_GE(rate, 0.5);
  EXPECT_LE(rate, 1.5);
}

TEST(Voice, SeesHalfADeviationInFiveFeaturesOfFiftyTexts) {
  EXPECT_GE(alarm_rate(50, 0.5), 95);
}

TEST(Voice, NamesTheFeaturesThatMoved) {
  Author author(9);
  const VoiceBaseline baseline({author.write(2000)});
  const VoiceVerdict verdict = baseline.judge(author.write(200, 1));
  for (const Shift& shift : verdict.shifts) {
    EXPECT_LT(shift.feature, 5U);
    EXPECT_NEAR(shift.deviations, 1, 0.35);
  }
}

TEST(Voice, TakesOutWhatTheTaskExplains) {
  Author author(3);
  const VoiceBaseline baseline({author.write(2000)});
  // The same author, asked with instructions four times as long.
  std::vector<VoiceSample> batch = author.write(100);
  for (VoiceSample& text : batch) {
    text.task[0] += 1;
    text.features[0] += 1;
  }
  EXPECT_FALSE(baseline.judge(batch).is_drift());
}

/// Each text has a topic, and the topic a way of writing: features 5 to 9 go with it.
std::vector<VoiceSample> write_on(Author& author, std::size_t count, std::size_t topics,
                                  float effect) {
  std::vector<VoiceSample> out = author.write(count);
  for (VoiceSample& text : out) {
    const std::size_t topic = author.random()() % topics;
    text.direction.assign(16, 0);
    for (std::int8_t& value : text.direction)
      value = static_cast<std::int8_t>(author.random()() % 21) - 10;
    text.direction[topic] = 100;
    for (std::size_t f = 5; f < 10; ++f)
      text.features[f] += topic == 0 ? effect : 0;
  }
  return out;
}

TEST(Voice, TakesOutWhatTheInstructionsAreAbout) {
  Author author(5);
  std::vector<VoiceSample> texts = write_on(author, 2000, 4, 2);
  std::vector<VoiceSample> batch = write_on(author, 100, 1, 2);
  EXPECT_FALSE(VoiceBaseline({texts}).judge(batch).is_drift());
  for (std::vector<VoiceSample>* all : {&texts, &batch})
    for (VoiceSample& text : *all)
      text.direction.clear();
  EXPECT_TRUE(VoiceBaseline({texts}).judge(batch).is_drift());
}

TEST(Voice, CallsOneBatchInAHundredADriftWhereTheBaselineIsSmall) {
  int alarms = 0;
  constexpr unsigned kAuthors = 20;
  constexpr unsigned kBatches = 100;
  for (unsigned a = 0; a < kAuthors; ++a) {
    Author author(100 + a);
    const VoiceBaseline baseline({write_on(author, 440, 8, 1)});
    for (unsigned i = 0; i < kBatches; ++i)
      alarms += baseline.judge(write_on(author, 50, 8, 1)).is_drift() ? 1 : 0;
  }
  const double rate = 100.0 * alarms / (kAuthors * kBatches);
  RecordProperty("rate", std::to_string(rate));
  EXPECT_GE(rate, 0.5);
  EXPECT_LE(rate, 1.5);
}

TEST(Voice, TakesNoTopicFromTooFewInstructions) {
  Author author(6);
  std::vector<VoiceSample> texts = write_on(author, 500, 4, 2);
  const auto is_known = [&texts](std::size_t directions) {
    for (std::size_t i = directions; i < texts.size(); ++i)
      texts[i].direction.clear();
    return VoiceBaseline({texts}).knows_topic();
  };
  EXPECT_TRUE(is_known(kLeastVoiceBaseline));
  EXPECT_FALSE(is_known(kLeastVoiceBaseline - 1));
}

TEST(Voice, AsksMoreWhereBaselineBatchesDiffer) {
  Author author(4);
  std::vector<std::vector<VoiceSample>> alike, unlike;
  for (int i = 0; i < 10; ++i) {
    alike.push_back(author.write(60));
    unlike.push_back(author.write(60, i % 2 == 0 ? 0.5 : -0.5));
  }
  const std::vector<VoiceSample> batch = author.write(60);
  EXPECT_GT(VoiceBaseline(unlike).judge(batch).threshold,
            1.5 * VoiceBaseline(alike).judge(batch).threshold);
}

TEST(VoiceFeatures, HoldForTheShortestTexts) {
  for (const std::string_view text : {"a", "7", "Hi", "Hi!", "sure", "\u00E9"}) {
    std::vector<facts::Word> words;
    facts::append_words(text, words);
    for (const float value : voice_features(text, words))
      EXPECT_TRUE(std::isfinite(value)) << text;
  }
}

TEST(VoiceFeatures, CountWhatAPersonWouldCount) {
  const std::string_view text = "Sure! I'd check the battery first; it's old. Let me know.";
  std::vector<facts::Word> words;
  facts::append_words(text, words);
  const VoiceFeatures found = voice_features(text, words);
  const auto value = [&found](std::string_view name) {
    for (std::size_t f = 0; f < kNumVoiceFeatures; ++f)
      if (kVoiceFeatures[f] == name) return found[f];
    return -1.0F;
  };
  const float n = static_cast<float>(words.size());
  EXPECT_FLOAT_EQ(value("semicolons"), 100 / n);
  EXPECT_FLOAT_EQ(value("exclamations"), 100 / n);
  EXPECT_FLOAT_EQ(value("contractions"), 200 / n);
  EXPECT_EQ(value("opening formulas"), 1);
  EXPECT_EQ(value("closing formulas"), 1);
  EXPECT_EQ(value("list lines"), 0);
}

}  // namespace
}  // namespace bmo::metrics
