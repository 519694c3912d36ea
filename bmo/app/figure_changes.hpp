// Sets the figures of two sets side by side and tells changes from noise.
#pragma once
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::app {

struct FigureChange {
  std::string id;
  std::string title;
  std::string unit;
  double before = kAbsent;
  double after = kAbsent;
  double delta = kAbsent;    ///< after - before; kAbsent where one of them is not known.
  std::string beyond_noise;  ///< "yes", "no", or "-" where a figure has no interval.
};

/// Every figure that both have, and those that one of them has alone, in the order of `after`.
std::vector<FigureChange> figure_changes(const std::vector<metrics::Chapter>& before,
                                         const std::vector<metrics::Chapter>& after);

/// A condition under which a comparison fails: "mtld<-5", "content.response_words>10%".
struct FigureLimit {
  std::string text;    ///< As asked for.
  std::string figure;  ///< The id, or its part after the chapter's.
  bool above = false;  ///< Fails where the change is above the limit, else where it is below.
  double limit = 0;
  bool relative = false;  ///< In percent of what it was before.
};

/// E_LIMIT (kUsage).
Result<FigureLimit> parse_limit(const std::string& text);

/// Is the change of the figure beyond the limit? E_LIMIT (kUsage) where no figure has this name.
Result<bool> is_passed(const FigureLimit& limit, const std::vector<FigureChange>& changes);

}  // namespace bmo::app
