// Tests of what counts as a time text; the forms are those that Arrow's JSON reader was seen to
// type.
#include "bmo/base/time_text.hpp"

#include <gtest/gtest.h>

namespace bmo {
namespace {

TEST(TimeText, KnowsDaysAndTimesOfDay) {
  for (const char* text : {"2025-09-01", "2025-09-01T09", "2025-09-01T09:40", "2025-09-01 09:40:00",
                           "2025-09-01T09:40:00Z", "2025-09-01T09Z", "2025-09-01T09:40:00+02:00",
                           "2025-09-01T09:40:00-0230", "2025-09-01T09:40:00+02", "9999-12-31"}) {
    EXPECT_TRUE(is_time_text(text)) << text;
  }
}

TEST(TimeText, LeavesOtherTextsAlone) {
  for (const char* text :
       {"", "2025", "2025-9-1", "2025-13-01", "2025-01-00", "20250901T094000Z", "2025-09-01T",
        "2025-09-01t09:40:00z", "2025-09-01T24:00:00", "2025-09-01T09:40:60",
        "2025-09-01T09:40:00.000Z", "2025-09-01T09:40:00 Z", "2025-09-01T094000",
        "2025-09-01 and later", "on 2025-09-01"}) {
    EXPECT_FALSE(is_time_text(text)) << text;
  }
}

TEST(TimeText, SaysWhereAFractionWouldStand) {
  EXPECT_EQ(fraction_place("2025-09-01T09:40:00Z").at, 19U);
  EXPECT_EQ(fraction_place("2025-09-01T09:40:00Z").with, ".000");
  EXPECT_EQ(fraction_place("2025-09-01 09:40+02:00").at, 16U);
  EXPECT_EQ(fraction_place("2025-09-01 09:40+02:00").with, ":00.000");
  EXPECT_EQ(fraction_place("2025-09-01").at, 0U);
  EXPECT_EQ(fraction_place("2025-09-01T09Z").at, 0U);
  EXPECT_EQ(fraction_place("2025-09-01T09:40:00.5Z").at, 0U);
}

}  // namespace
}  // namespace bmo
