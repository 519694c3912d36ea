// Tests that words which Amazon Nova keeps are found where they stand, and what is like them is
// not.
#include <array>

#include <gtest/gtest.h>

#include "bmo/targets/rules.hpp"

namespace bmo::targets {
namespace {

std::string found_in(std::string_view text) {
  const std::array<Message, 1> messages{Message{.role = Role::kUser, .content = text}};
  Batch batch;
  batch.pairs.push_back({.messages = messages});
  std::vector<RowBreach> out;
  rules::find("reserved_words")->judge(batch, std::array<std::uint32_t, 1>{0}, {}, out);
  return out.empty() ? "" : out.front().breach.detail;
}

TEST(ReservedWords, AreFoundEachAtAnyPlace) {
  for (const std::string word :
       {"User:", "Bot:", "Assistant:", "System:", "<image>", "<video>", "[EOS]"}) {
    const std::string detail = "found `" + word + "`";
    EXPECT_EQ(found_in(word), detail);
    EXPECT_EQ(found_in("Note: a > b, c[0]: " + word + " more: <b> [1]"), detail);
    EXPECT_EQ(found_in("x: y> z]" + word), detail);
  }
}

TEST(ReservedWords, AreWholeWordsInTheirOwnCase) {
  for (const std::string_view text : {"", ":", ">", "]", "user: Ann", "ser:", "User :", "<images>",
                                      "image>", "[EOS", "EOS]", "One: two. Three > two. a[1]"})
    EXPECT_EQ(found_in(text), "") << text;
}

}  // namespace
}  // namespace bmo::targets
