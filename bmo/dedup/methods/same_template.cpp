// Finds questions that were made from one template: equal but for numbers and names.
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/stars.hpp"

namespace bmo::dedup::methods {
namespace {

struct SameTemplate {
  static constexpr MethodCard card{
      .id = "same_template",
      .title = "The same question but for numbers and names",
      .why =
          "Questions from one template look alike to any measure of similarity and are still "
          "different questions. Their share tells how far similarity can be trusted on this "
          "data. It is reported, not removed.",
      .removes = "",
  };

  Status find(const Work& work, std::vector<Edge>& edges) const {
    return for_each_group(
        work.rows, work.position, work.options.memory_bytes / 4,
        [](const Fingerprint& print) {
          return print.pattern == 0 ? Hash128{} : Hash128{1, print.pattern};
        },
        [&](std::span<const Row> rows) {
          return add_distinct(
              work, rows, {.kind = EdgeKind::kTemplate},
              [](const Fingerprint& print) { return print.instruction; }, edges);
        });
  }
};

}  // namespace

const MethodEntry& same_template() {
  return entry<SameTemplate>();
}

}  // namespace bmo::dedup::methods
