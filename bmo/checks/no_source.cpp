// Finds pairs of a tracked data set that do not say where they come from.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

/// Was the pair made by a process that keeps records?
bool is_tracked(const Metadata& metadata) {
  for (const TextField field : {TextField::kSourceChunk, TextField::kSourceAuthor,
                                TextField::kGenerationRun, TextField::kReviewStatus}) {
    if (!metadata[field].empty()) return true;
  }
  return false;
}

bool names_source(const Metadata& metadata) {
  return !metadata[TextField::kSourceDocument].empty() ||
         !metadata[TextField::kSourceUri].empty() || !metadata[TextField::kSourceTitle].empty();
}

struct NoSource {
  static constexpr CheckCard card{
      .id = "no_source",
      .code = "W_NO_SOURCE",
      .title = "The pair does not name its source",
      .why =
          "Its record says how it was made (a batch, a model, a review), and neither a document "
          "nor an address that it was made from. Whoever asks for the source of a claim finds "
          "none.",
      .fix = "Fill in source.document or source.uri.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kNone,
      .points = 0,
      .good = R"({"instruction":"Name a prime.","response":"Seven.","source":{"document":"pri)"
              R"(mes.txt"},"generation":{"model":"m"}})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven.","source":{"author":"Ann"})"
             R"(})",
  };

  void inspect(const Batch& batch, const facts::Facts& /*facts*/, FindingSink& sink) const {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      if (pair.metadata == nullptr || !is_tracked(*pair.metadata)) return;
      if (names_source(*pair.metadata)) return;
      sink.report(row, "source", "found no document, address or title");
    });
  }
};

}  // namespace

const CheckEntry& no_source() {
  return entry<NoSource>();
}

}  // namespace bmo::checks
