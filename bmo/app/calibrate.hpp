// Fits the threshold of duplicates to what a person said of some pairs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmo/app/labels.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

/// What is removed at a threshold, as far as the answers tell.
struct PrecisionAnswer {
  double threshold = 0;
  std::uint64_t answered = 0;  ///< Answers at the threshold and above it ...
  std::uint64_t same = 0;      ///< ... of which a person said that they are the same.
  double precision = 0;        ///< same / answered.
  double low = 0;              ///< Exact interval of 95 % (Clopper and Pearson).
  double high = 1;
};

struct MethodCalibration {
  std::string method;  ///< "near" or "semantic".
  std::uint64_t answered = 0;
  std::vector<PrecisionAnswer> thresholds;  ///< Each hundredth that changes a count, from above.
  std::optional<PrecisionAnswer> chosen;    ///< Nothing: no threshold reaches the precision.
};

struct CalibrationAnswer {
  double wanted = 0;  ///< The precision that was asked for.
  std::uint64_t open = 0;
  std::vector<MethodCalibration> methods;  ///< Those that the answers are about.
  std::string flags;  ///< "--method exact,near=0.74"; empty where no threshold was found.
};

struct CalibrationRequest {
  std::string answers;         ///< A file that write_labels made, filled in.
  std::string precision_text;  ///< "0.95" or "95%"; empty: 0.9.
};

/// The lowest threshold from which on at least the wanted share of the answers says "same".
/// E_LABELS where nothing is answered.
Result<CalibrationAnswer> run_calibration(const CalibrationRequest& request,
                                          const Session& session);

/// The same of answers in memory.
MethodCalibration calibrate(const std::string& method, const std::vector<Label>& labels,
                            double wanted);

}  // namespace bmo::app
