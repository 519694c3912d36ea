// The chapter on voice: whether it says that topics are taken out, and why they are not.
#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {
namespace {

/// Two batches of 450 answers, with directions of so many values; 0: without.
Chapter conclude(std::size_t dimension, const Settings& settings) {
  const auto all_metrics = all();
  const auto found =
      std::find_if(all_metrics.begin(), all_metrics.end(),
                   [](const MetricEntry* entry) { return entry->card->id == "voice"; });
  const std::unique_ptr<State> state = (*found)->start();
  std::mt19937_64 random(1);
  for (int i = 0; i < 900; ++i) {
    Metadata metadata;
    metadata[TextField::kBatch] = i < 450 ? "a" : "b";
    const std::string id = std::to_string(i);
    Pair pair;
    pair.id = id;
    pair.content.low = random();
    pair.metadata = &metadata;
    Profile profile{.instruction_words = 9, .response_words = 90};
    for (float& value : profile.voice)
      value = static_cast<float>(random() % 100);
    std::vector<std::int8_t> direction(dimension);
    for (std::int8_t& value : direction)
      value = static_cast<std::int8_t>(static_cast<int>(random() % 201) - 100);
    state->add({.pair = pair, .profile = profile, .direction = direction});
  }
  return state->conclude(settings);
}

const Settings kEncoder{.space = Space{.encoder = "static"}};

bool says(const Chapter& chapter, std::string_view why) {
  return chapter.figures.front().method.find(why) != std::string::npos &&
         std::any_of(chapter.advice.begin(), chapter.advice.end(), [&](const Advice& advice) {
           return advice.text.find(why) != std::string::npos;
         });
}

TEST(VoiceChapter, TakesTopicsOutByTheEncoder) {
  const Chapter chapter = conclude(16, kEncoder);
  EXPECT_EQ(chapter.figures.front().method, "topics taken out by static");
  EXPECT_TRUE(chapter.advice.empty());
}

TEST(VoiceChapter, SaysWhyTopicsAreNotTakenOut) {
  EXPECT_TRUE(says(conclude(0, {}), "there is no encoder"));
  EXPECT_TRUE(says(conclude(0, kEncoder), "the encoder can read fewer than 400 instructions"));
  EXPECT_TRUE(says(conclude(385, kEncoder), "the encoder's vectors have more than 384 values"));
}

}  // namespace
}  // namespace bmo::metrics
