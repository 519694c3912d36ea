// Tests that tokenizer files are found, told apart and read.
#include "tests/unit/chat/models.hpp"

namespace bmo::chat {
namespace {

std::vector<std::uint32_t> ids(Encoder& encoder, std::string_view text) {
  const auto tokens = encoder.encode(text);
  EXPECT_TRUE(tokens);
  std::vector<std::uint32_t> found;
  for (const Token& token : *tokens)
    found.push_back(token.id);
  return found;
}

TEST_F(Chat, MergesWordsAndKeepsSpecialTokensWhole) {
  const auto made = tokenizer();
  const auto encoder = made->encoder();
  EXPECT_EQ(ids(*encoder, "hello hell<|im_end|>!"),
            (std::vector<std::uint32_t>{259, ' ', 258, 261, '!'}));
}

TEST_F(Chat, TokensKnowTheirBytes) {
  const auto made = tokenizer();
  const auto encoder = made->encoder();
  const auto tokens = encoder->encode("\u00e9hello");
  ASSERT_TRUE(tokens);
  ASSERT_EQ(tokens->size(), 3U);
  EXPECT_EQ((*tokens)[2].begin, 2U);
  EXPECT_EQ((*tokens)[2].end, 7U);
}

TEST_F(Chat, CountsAsItEncodes) {
  const auto made = tokenizer();
  const auto encoder = made->encoder();
  for (const std::string_view text : {"", "hello", "a hello<|im_start|>\n\n b", "\u6f22\u5b57"}) {
    const auto count = encoder->count(text);
    ASSERT_TRUE(count);
    EXPECT_EQ(*count, ids(*encoder, text).size()) << text;
  }
}

TEST_F(Chat, CountsManyTextsOnManyThreads) {
  const auto made = tokenizer();
  const std::vector<std::string_view> texts(1000, "hello");
  std::vector<std::uint32_t> counts(texts.size());
  ASSERT_TRUE(count_tokens(*made, texts, counts, 3));
  EXPECT_EQ(counts, std::vector<std::uint32_t>(texts.size(), 1));
}

TEST_F(Chat, InvalidUtf8IsAnError) {
  const auto made = tokenizer();
  const auto encoder = made->encoder();
  const auto count = encoder->count("\xff");
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().code, "E_TOKENIZER");
}

TEST_F(Chat, AFolderWithoutTokenizerIsAnError) {
  ASSERT_TRUE(disk_.make_directories("empty"));
  const auto opened = open_tokenizer(disk_, "empty");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "there is no tokenizer in this folder");
}

TEST_F(Chat, ABrokenTokenizerSaysWhy) {
  ASSERT_TRUE(disk_.make_directories("model"));
  write("model/tokenizer.json", "{\"model\": 1}");
  const auto opened = open_tokenizer(disk_, "model");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "E_TOKENIZER");
  EXPECT_FALSE(opened.error().why.empty());
}

TEST_F(Chat, ARankFileOfNoKnownFamilyIsRefused) {
  ASSERT_TRUE(disk_.make_directories("model"));
  write("model/x.tiktoken", "IQ== 0\nIg== 1\n");
  const auto opened = open_tokenizer(disk_, "model");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().why.find("2 ranks"), std::string::npos) << opened.error().why;
}

TEST_F(Chat, ABinaryModelThatIsNoneIsRefused) {
  ASSERT_TRUE(disk_.make_directories("model"));
  write("model/tokenizer.model", std::string("\x01\x02\x00\x03 x\n", 7));
  const auto opened = open_tokenizer(disk_, "model");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "E_TOKENIZER");
}

TEST(ChatBuild, SaysWhatIsMissing) {
  const Status built = chat_is_built();
  if (built) GTEST_SKIP() << "this build has the chat library";
  EXPECT_EQ(built.error().code, "E_NO_CHAT");
  EXPECT_NE(built.error().hint.find("cargo"), std::string::npos);
}

}  // namespace
}  // namespace bmo::chat
