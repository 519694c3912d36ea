// The layout of two whole conversations, the better and the worse, as torchtune has them.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/preference.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::layouts {
namespace {

constexpr Holds kHolds{.rejected = true};

void append_whole(std::span<const Message> prompt, std::span<const Message> answer, Column& out,
                  Arena& made) {
  append_messages(prompt, out, made);
  out.ends.pop_back();
  append_messages(answer, out, made);
}

struct WholePreference {
  static constexpr LayoutCard card{
      .id = "whole-preference",
      .title = "Two whole conversations (torchtune)",
      .summary =
          "The conversation with the better answer as chosen, that with the worse as rejected.",
      .order = 31,
      .example = R"({"chosen":[{"role":"user","content":"Name a prime."},)"
                 R"({"role":"assistant","content":"Seven."}],"rejected":[{"role":"user",)"
                 R"("content":"Name a prime."},{"role":"assistant","content":"Eight."}]})",
      .fields = "chosen + rejected, each from the first turn on",
  };

  // The preference layout reads such records too.
  static bool matches(json::Value /*record*/) { return false; }
  static void read(json::Value /*record*/, PairBuilder& /*builder*/) {}

  static Unholdable unholdable(const Pair& pair) {
    if (pair.rejected.empty()) return "a pair without a rejected answer";
    return pair.messages.size() < 2 ? "a pair without a prompt" : nullptr;
  }

  static Schema own() { return {messages_field("chosen"), messages_field("rejected")}; }
  static void fill(const Pair& pair, Column* columns, Arena& made) {
    const kit::PreferenceCut cut = kit::cut_preference(pair);
    append_messages(pair.messages, columns[0], made);
    append_whole(cut.prompt, cut.rejected, columns[1], made);
  }

  static Schema schema(MetadataMode mode) { return kit::rows_of(own(), mode, kHolds); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    kit::write_rows({own, fill, kHolds}, batch, rows, mode, out);
  }
};

}  // namespace

const LayoutEntry& whole_preference();
const LayoutEntry& whole_preference() {
  return layout_entry<WholePreference>();
}

}  // namespace bmo::formats::layouts
