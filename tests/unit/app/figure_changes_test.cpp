// Tests of conditions on changes of figures.
#include "bmo/app/figure_changes.hpp"

#include <gtest/gtest.h>

namespace bmo::app {
namespace {

std::vector<FigureChange> some_changes() {
  return {{.id = "diversity.mtld", .before = 80, .after = 76, .delta = -4},
          {.id = "content.response_words", .before = 50, .after = 60, .delta = 10}};
}

bool passed(const std::string& text) {
  const auto limit = parse_limit(text);
  EXPECT_TRUE(limit) << text;
  const auto result = is_passed(*limit, some_changes());
  EXPECT_TRUE(result) << text;
  return result && *result;
}

TEST(FigureLimit, JudgesFallAndRise) {
  EXPECT_TRUE(passed("mtld<-3"));
  EXPECT_FALSE(passed("mtld<-5"));
  EXPECT_TRUE(passed("content.response_words>9"));
  EXPECT_FALSE(passed("content.response_words>+10"));
}

TEST(FigureLimit, JudgesInPercentOfWhatItWas) {
  EXPECT_TRUE(passed("response_words>19%"));
  EXPECT_FALSE(passed("response_words>21%"));
  EXPECT_TRUE(passed("mtld<-4.9%"));
}

TEST(FigureLimit, RefusesWhatIsNoCondition) {
  for (const char* text : {"mtld", "<5", "mtld<", "mtld<five", "mtld>nan"})
    EXPECT_FALSE(parse_limit(text)) << text;
}

TEST(FigureLimit, RefusesAFigureThatIsNotThere) {
  const auto limit = parse_limit("ltd<1");
  ASSERT_TRUE(limit);
  const auto result = is_passed(*limit, some_changes());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "E_LIMIT");
}

}  // namespace
}  // namespace bmo::app
