// Finds pairs that hold the same bytes or the same words, and questions answered in two ways.
#include <vector>

#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/stars.hpp"

namespace bmo::dedup::methods {
namespace {

struct Exact {
  static constexpr MethodCard card{
      .id = "exact",
      .title = "The same bytes, or the same words",
      .why =
          "A pair that stands twice in the data is learned twice as hard. Copies are equal in "
          "every byte; identical pairs in every word, number and sign, whatever their case, "
          "spaces and punctuation. A question with two answers is reported.",
      .removes = "copy, identical",
  };

  Status find(const Work& work, std::vector<Edge>& edges) const {
    const auto group = [&work](auto key_of, auto visit) {
      return for_each_group(work.rows, work.position, work.options.memory_bytes / 4, key_of, visit);
    };
    BMO_TRY(group([](const Fingerprint& print) { return print.raw; },
                  [&edges](std::span<const Row> rows) {
                    add_star(rows, EdgeKind::kCopy, edges);
                    return ok();
                  }));
    BMO_TRY(group([](const Fingerprint& print) { return print.norm; },
                  [&edges](std::span<const Row> rows) {
                    add_star(rows, EdgeKind::kIdentical, edges);
                    return ok();
                  }));
    return group(
        [](const Fingerprint& print) {
          return print.instruction == 0 ? Hash128{} : Hash128{print.frame, print.instruction};
        },
        [&](std::span<const Row> rows) {
          return add_distinct(
              work, rows, {.kind = EdgeKind::kConflict, .instruction = 1},
              [](const Fingerprint& print) { return print.response; }, edges);
        });
  }
};

}  // namespace

const MethodEntry& exact() {
  return entry<Exact>();
}

}  // namespace bmo::dedup::methods
