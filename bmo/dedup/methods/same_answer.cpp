// Finds one answer that is given to many questions.
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/stars.hpp"

namespace bmo::dedup::methods {
namespace {

/// "Yes." and "42" answer many questions rightly.
constexpr std::uint32_t kAnswerWords = 8;

struct SameAnswer {
  static constexpr MethodCard card{
      .id = "same_answer",
      .title = "The same answer to another question",
      .why =
          "A sentence of eight words or more that answers many questions is boilerplate, or the "
          "answers slipped against the questions. It is reported, not removed.",
      .removes = "",
  };

  Status find(const Work& work, std::vector<Edge>& edges) const {
    return for_each_group(
        work.rows, work.position, work.options.memory_bytes / 4,
        [](const Fingerprint& print) {
          return print.response_words < kAnswerWords
                     ? Hash128{}
                     : Hash128{print.response_words, print.response};
        },
        [&](std::span<const Row> rows) {
          return add_distinct(
              work, rows, {.kind = EdgeKind::kSameAnswer, .response = 1},
              [](const Fingerprint& print) { return print.instruction; }, edges);
        });
  }
};

}  // namespace

const MethodEntry& same_answer() {
  return entry<SameAnswer>();
}

}  // namespace bmo::dedup::methods
