// The question-answer layout: {"question":"...","answer":"..."}, as sets of exercises have it.
#include "bmo/formats/kit/shape.hpp"
#include "bmo/formats/kit/two_texts.hpp"

namespace bmo::formats::layouts {
namespace {

struct QuestionAnswer : kit::TwoTexts<QuestionAnswer> {
  static constexpr auto kQuestion = "question";
  static constexpr auto kAnswer = "answer";
  static constexpr LayoutCard card{
      .id = "question-answer",
      .title = "Question and answer",
      .summary = "One question and its answer as texts; `query` and `response` are read too.",
      .order = 60,
      .example = R"({"question":"Which prime is even?","answer":"Two."})",
      .fields = "question or query + answer or response",
  };

  static bool matches(json::Value record) {
    return kit::has_pair(record, "question", {"answer", "response"}) ||
           kit::has_pair(record, "query", {"answer", "response"});
  }

  static void read(json::Value /*record*/, PairBuilder& builder) {
    std::string_view field;
    const json::Value question = builder.take_any({"question", "query"}, &field);
    builder.system_before({});
    builder.turns_of(question, field, Role::kUser, Into::kConversation);
    const json::Value answer = builder.take_any({"answer", "response"}, &field);
    builder.turns_of(answer, field, Role::kAssistant, Into::kConversation);
  }
};

}  // namespace

const LayoutEntry& question_answer();
const LayoutEntry& question_answer() {
  return layout_entry<QuestionAnswer>();
}

}  // namespace bmo::formats::layouts
