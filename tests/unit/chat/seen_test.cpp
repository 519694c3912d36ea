// Tests what is seen of single pairs: text, mask, stop token, dropped messages.
#include "tests/unit/chat/models.hpp"

namespace bmo::chat {
namespace {

TEST_F(Chat, RendersTheTemplate) {
  EXPECT_EQ(see(kHello).text,
            "<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\nhell<|im_end|>\n");
}

TEST_F(Chat, TrainsTheAnswerAndItsStop) {
  const SeenPair seen = see(kHello);
  EXPECT_EQ(trained(seen), "|hell<|im_end|>|");
  EXPECT_EQ(seen.mask, MaskSource::kPrefix);
  EXPECT_TRUE(seen.stop_trained);
  EXPECT_EQ(seen.trained_tokens(), 2U);
}

TEST_F(Chat, TrainsEachAnswer) {
  const Message messages[] = {
      kHello[0], kHello[1], kHello[0], {.role = Role::kAssistant, .content = "ok "}};
  EXPECT_EQ(trained(see(messages)), "|hell<|im_end|>||ok <|im_end|>|");
}

TEST_F(Chat, TrainsWhatTheTemplateMarks) {
  const SeenPair seen = see(kHello,
                            "{% for m in messages %}\n{{ m.role }}:{% generation %}{{ m.content }}."
                            "{% endgeneration %}\n{% endfor %}");
  EXPECT_EQ(seen.text, "user:hello.assistant:hell.");
  EXPECT_EQ(trained(seen), "|hello.||hell.|");
  EXPECT_EQ(seen.mask, MaskSource::kGeneration);
  EXPECT_FALSE(seen.stop_trained);
}

TEST_F(Chat, FindsTheAnswerWhereEarlierTurnsChange) {
  const SeenPair seen = see(kHello,
                            "{{ messages | length }}{% for m in messages %}<{{ m.content }}>"
                            "{% endfor %}");
  EXPECT_EQ(trained(seen), "|hell|");
  EXPECT_EQ(seen.mask, MaskSource::kContent);
}

TEST_F(Chat, SeesWhatTheTemplateDrops) {
  const Message messages[] = {{.role = Role::kSystem, .content = "be kind"}, kHello[0], kHello[1]};
  const SeenPair seen =
      see(messages,
          "{% for m in messages if m.role != 'system' %}{{ m.content }}<|im_end|>{% endfor %}");
  EXPECT_EQ(seen.messages,
            (std::vector{MessageFate::kDropped, MessageFate::kShown, MessageFate::kShown}));
}

TEST_F(Chat, SeesThoughtsThatAreCut) {
  const Message messages[] = {kHello[0],
                              {.role = Role::kAssistant, .content = "<think>hm</think>yes"}};
  const SeenPair seen =
      see(messages, "{% for m in messages %}{{ m.content.split('</think>')[-1] }};{% endfor %}");
  EXPECT_EQ(seen.messages[1], MessageFate::kChanged);
}

TEST_F(Chat, KeepsTheTemplatesOwnWordsWhereItRefuses) {
  const SeenPair seen = see(kHello, "{{ raise_exception('no users here') }}");
  EXPECT_EQ(seen.refusal, "no users here (line 1 of the template)");
  EXPECT_TRUE(seen.tokens.empty());
}

TEST_F(Chat, ATemplateThatNeverEndsIsRefused) {
  const SeenPair seen = see(kHello,
                            "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = b %}"
                            "{% endfor %}{% endfor %}");
  EXPECT_FALSE(seen.refusal.empty());
}

TEST_F(Chat, ShowsToolCallsAsObjects) {
  const Message messages[] = {
      kHello[0],
      {.role = Role::kAssistant,
       .tool_calls = R"([{"function":{"name":"f","arguments":{"b":1.0,"a":"<é>"}}}])"}};
  const SeenPair seen =
      see(messages, "{{ messages[1].tool_calls[0].function.arguments | tojson }}");
  EXPECT_EQ(seen.text, R"({"b": 1.0, "a": "<é>"})");
}

TEST_F(Chat, ShowsTheFunctionOfACallAsBmoKeepsIt) {
  const Message messages[] = {
      kHello[0],
      {.role = Role::kAssistant,
       .tool_calls =
           R"([{"id":"c1","name":"f","arguments":{"a":1}},{"name":"g","arguments":"x"}])"}};
  // Llama 3.1 asks for `function` without a look whether it is there.
  const SeenPair seen =
      see(messages,
          "{% for call in messages[1].tool_calls %}{{ call.function.name }} {{ call.type }} "
          "{{ call.function.arguments | tojson }};{% endfor %}");
  EXPECT_EQ(seen.refusal, "");
  EXPECT_EQ(seen.text, R"(f function {"a": 1};g function "x";)");
}

TEST_F(Chat, CountsAnswerTokensBeyondACutoff) {
  const SeenPair seen = see(kHello);
  EXPECT_EQ(seen.trained_tokens_beyond(0), 2U);
  EXPECT_EQ(seen.trained_tokens_beyond(seen.trained[0].begin + 1), 1U);
  EXPECT_EQ(seen.trained_tokens_beyond(seen.tokens.size()), 0U);
}

TEST_F(Chat, FindsTheTemplateInTheConfiguration) {
  ASSERT_TRUE(disk_.make_directories("model"));
  write("model/tokenizer_config.json",
        R"({"eos_token":{"content":"</s>"},"chat_template":[{"name":"other","template":"no"},)"
        R"({"name":"default","template":"{{ messages[0].content }}{{ eos_token }}"}]})");
  const auto opened = ChatTemplate::open(disk_, "model");
  ASSERT_TRUE(opened) << opened.error().why;
  const auto rendered = (*opened)->render(kHello, {}, {});
  ASSERT_TRUE(rendered);
  EXPECT_EQ(rendered->text, "hello</s>");
}

TEST_F(Chat, AFolderWithoutTemplateIsNotFound) {
  ASSERT_TRUE(disk_.make_directories("model"));
  const auto opened = ChatTemplate::open(disk_, "model");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kNotFound);
}

TEST_F(Chat, ABrokenTemplateSaysWhere) {
  const auto compiled = ChatTemplate::compile("a\n{% if %}", "{}");
  ASSERT_FALSE(compiled);
  EXPECT_NE(compiled.error().why.find("line 2"), std::string::npos) << compiled.error().why;
}

}  // namespace
}  // namespace bmo::chat
