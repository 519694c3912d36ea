// Works out once per batch what several checks, scores, dedup methods and metrics all ask of a
// pair.
#pragma once
#include <cstdint>
#include <vector>

#include "bmo/model/batch.hpp"

namespace bmo::facts {

/// A fact that a card may ask for; the pipeline computes the union of what is needed.
enum class Need : std::uint8_t {
  kNone = 0,
  kMarkers = 1,  ///< Does any text of the pair hold '<' or '[', so that it may hold a control
                 ///< token? One vectorised scan instead of one per marker.
};

struct PairFacts {
  bool may_hold_markers = false;
  bool blank_response = false;     ///< The last assistant message is there and blank.
  bool blank_instruction = false;  ///< The last user message is there and blank.
};

/// One entry per record of the batch, in order; those of quarantined records are all false.
struct Facts {
  std::vector<PairFacts> pairs;
};

/// Replaces `out`. About 0.1 ms per MB of text.
void compute(const Batch& batch, Facts& out);

/// Does `text` hold '<' or '['?
bool may_hold_markers(std::string_view text);

}  // namespace bmo::facts
