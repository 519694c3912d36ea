// The question-answer layout: {"question":"...","answer":"..."}, as sets of exercises have it.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

struct QuestionAnswer {
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

  static Unholdable unholdable(const Pair& pair) { return kit::unholdable_but_one_exchange(pair); }

  static Schema own() { return {kit::text_field("question"), kit::text_field("answer")}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    columns[0].text.push_back(pair.messages.front().content);
    columns[1].text.push_back(pair.messages.back().content);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& question_answer();
const LayoutEntry& question_answer() {
  return layout_entry<QuestionAnswer>();
}

}  // namespace bmo::formats::layouts
