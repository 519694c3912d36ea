// Pairs whose words are equal have equal sketches, whatever their dress.
#include <gtest/gtest.h>

#include "tests/unit/dedup/pairs.hpp"

namespace bmo::dedup {
namespace {

std::uint64_t sketch_of(const std::vector<Message>& messages) {
  Pair pair;
  pair.messages = messages;
  FingerprintBatch out;
  Fingerprinter(Fingerprinter::Detail::kSketch).add(pair, {}, out);
  return out.prints[0].pattern;
}

std::uint64_t sketch_of(std::string_view instruction) {
  return sketch_of({{.role = Role::kUser, .content = instruction},
                    {.role = Role::kAssistant, .content = "Bowline."}});
}

TEST(Sketch, DoesNotSeeCaseSpacesAndPunctuation) {
  EXPECT_EQ(sketch_of("Name a knot."), sketch_of("  NAME\na \"knot\"!"));
}

TEST(Sketch, SeesAnotherLetterOrDigit) {
  EXPECT_NE(sketch_of("Name a knot."), sketch_of("Name a knob."));
  EXPECT_NE(sketch_of("Name 2 knots."), sketch_of("Name 3 knots."));
  EXPECT_NE(sketch_of("Name a knot."), sketch_of("Name a knott."));
}

TEST(Sketch, SeesWhatUnicodeWritesInOtherLetters) {
  EXPECT_EQ(sketch_of("Name a knot."), sketch_of("\uFF2E\uFF41\uFF4D\uFF45 a knot\u2026"));
  EXPECT_EQ(sketch_of("It\u2019s a knot"), sketch_of("It's a knot"));
}

TEST(Sketch, IsNeverThatOfNoPair) {
  EXPECT_NE(sketch_of(""), 0U);
}

TEST(Sketch, ReadsAllMessagesBeforeTheLastAnswer) {
  const Message question{.role = Role::kUser, .content = "Name a knot."};
  const Message answer{.role = Role::kAssistant, .content = "Bowline."};
  EXPECT_EQ(sketch_of({question, answer, question, answer}),
            sketch_of("Name a knot. Bowline. Name a knot."));
}

TEST(Sketch, KeepsNoTexts) {
  Pair pair;
  const Message messages[] = {{.role = Role::kUser, .content = "Name a knot."},
                              {.role = Role::kAssistant, .content = "Bowline."}};
  pair.messages = messages;
  FingerprintBatch out;
  Fingerprinter(Fingerprinter::Detail::kSketch).add(pair, {.record = 5, .rank = 3}, out);
  EXPECT_TRUE(out.texts.empty());
  EXPECT_EQ(out.prints[0].record, 5U);
  EXPECT_EQ(out.prints[0].norm, Hash128{});
}

}  // namespace
}  // namespace bmo::dedup
