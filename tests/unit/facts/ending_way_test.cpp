// Tests in which way texts are said to end.
#include "bmo/facts/ending_way.hpp"

#include <set>

#include <gtest/gtest.h>

#include "bmo/facts/ending.hpp"

namespace bmo::facts {
namespace {

TEST(EndingSigns, AreReadBelowQuotesEmphasisAndEmoji) {
  EXPECT_EQ(sign_of_ending("It is **done.**"), EndingSign::kStop);
  EXPECT_EQ(sign_of_ending("It is done! \U0001F600"), EndingSign::kStop);
  EXPECT_EQ(sign_of_ending("It is done\u3002"), EndingSign::kStop);
  EXPECT_EQ(sign_of_ending("These:"), EndingSign::kColon);
  EXPECT_EQ(sign_of_ending("He calls it \"a boat\""), EndingSign::kCloser);
  EXPECT_EQ(sign_of_ending("body { color: red }"), EndingSign::kCloser);
  EXPECT_EQ(sign_of_ending("which leaves 600 -"), EndingSign::kOpenMark);
  EXPECT_EQ(sign_of_ending("ink, paper,"), EndingSign::kOpenMark);
  EXPECT_EQ(sign_of_ending("#### 72"), EndingSign::kNumber);
  EXPECT_EQ(sign_of_ending("ink and pap\n\n"), EndingSign::kWord);
  EXPECT_EQ(sign_of_ending("costs 72 %"), EndingSign::kOther);
  EXPECT_EQ(sign_of_ending(" \n"), EndingSign::kOther);
}

EndingPlace place(std::string_view text) {
  return way_of_ending(text, EndingSign::kWord).place;
}

TEST(EndingPlaces, AreThoseOfTheLastLine) {
  EXPECT_EQ(place("Bring these:\n- a rope\n- a lamp"), EndingPlace::kItem);
  EXPECT_EQ(place("- a rope\n\nBring them"), EndingPlace::kProse);
  EXPECT_EQ(place("It is 72.\n#### 72"), EndingPlace::kHeading);
  EXPECT_EQ(place("| year | winner |\n| 2012 | the Gia"), EndingPlace::kRow);
  EXPECT_EQ(place("import os\n\ndef main():\n    print(os)\n    retu"), EndingPlace::kProgram);
  EXPECT_EQ(place("Run it:\n```\nls\n```\nand wai"), EndingPlace::kFenced);
}

bool is_below_stops(std::string_view text) {
  return way_of_ending(text, EndingSign::kWord).is_below_stops;
}

TEST(EndingPlaces, AreBelowStopsWhereLinesOfTheirKindAreClosed) {
  EXPECT_TRUE(is_below_stops("The ship has left.\nThe pier is empty.\nThe gul"));
  EXPECT_TRUE(is_below_stops("Bring these\n- the long rope.\n- the old lamp;\n- the ma"));
  EXPECT_FALSE(is_below_stops("Bring these.\n- the long rope\n- the old lamp\n- the ma"));
  EXPECT_FALSE(is_below_stops("The gul"));
}

TEST(EndingWays, HaveANumberEach) {
  std::set<std::size_t> numbers;
  for (std::size_t place = 0; place < kNumEndingPlaces; ++place) {
    for (std::size_t sign = 0; sign < kNumEndingSigns; ++sign) {
      for (const bool below : {false, true}) {
        const EndingWay way{static_cast<EndingPlace>(place), static_cast<EndingSign>(sign), below};
        EXPECT_LT(way.index(), EndingWay::kCount);
        numbers.insert(way.index());
      }
    }
  }
  EXPECT_EQ(numbers.size(), EndingWay::kCount);
}

TEST(SignedOff, AreLettersTagsAndAddresses) {
  EXPECT_TRUE(is_signed_off("The boat is ready.\n\nSincerely,\nYour Friend"));
  EXPECT_TRUE(is_signed_off("Come and see us sail! #boats #harbour"));
  EXPECT_TRUE(is_signed_off("You find it at www.example.org"));
  EXPECT_FALSE(is_signed_off("It is 72.\n#### 72"));
  EXPECT_FALSE(is_signed_off("Bring these:\n- a rope\n- a lam"));
  EXPECT_FALSE(is_signed_off(""));
}

}  // namespace
}  // namespace bmo::facts
