// Counts answers from the highest similarity down.
#include "bmo/app/calibrate.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/exact_interval.hpp"

namespace bmo::app {
namespace {

/// Down to a hundredth: a pair at 0.7412 goes at 0.74.
double step_of(double similarity) {
  return std::floor(similarity * 100 + 1e-9) / 100;
}

PrecisionAnswer precision_at(double threshold, std::uint64_t answered, std::uint64_t same) {
  const metrics::Interval interval = metrics::exact_interval(same, answered);
  return {.threshold = threshold,
          .answered = answered,
          .same = same,
          .precision = static_cast<double>(same) / static_cast<double>(answered),
          .low = interval.low,
          .high = interval.high};
}

Result<double> precision_of(const std::string& text) {
  if (text.empty()) return 0.9;
  double value = 0;
  const bool is_percent = text.back() == '%';
  const char* end = text.data() + text.size() - (is_percent ? 1 : 0);
  const bool is_read = std::from_chars(text.data(), end, value).ptr == end;
  if (is_percent) value /= 100;
  if (is_read && value > 0 && value <= 1) return value;
  return Error{.kind = ErrorKind::kUsage,
               .code = "E_USAGE",
               .message = "cannot read --precision `" + excerpt(text) + "`",
               .why = "it is a share from 0 to 1",
               .hint = "--precision 0.95"};
}

}  // namespace

MethodCalibration calibrate(const std::string& method, const std::vector<Label>& labels,
                            double wanted) {
  MethodCalibration out{.method = method};
  std::vector<Label> own;
  std::ranges::copy_if(labels, std::back_inserter(own),
                       [&method](const Label& label) { return label.method == method; });
  std::ranges::sort(own, std::greater(), &Label::similarity);
  out.answered = own.size();
  std::uint64_t same = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    same += own[i].is_same ? 1U : 0U;
    const double step = step_of(own[i].similarity);
    if (i + 1 < own.size() && step_of(own[i + 1].similarity) == step) continue;
    out.thresholds.push_back(precision_at(step, i + 1, same));
    if (out.thresholds.back().precision >= wanted) out.chosen = out.thresholds.back();
  }
  return out;
}

Result<CalibrationAnswer> run_calibration(const CalibrationRequest& request,
                                          const Session& session) {
  BMO_TRY_AS(const double wanted, precision_of(request.precision_text));
  BMO_TRY_AS(const Labels labels, read_labels(session.disk, request.answers));
  if (labels.answered.empty()) {
    return Error{.kind = ErrorKind::kBadData,
                 .code = "E_LABELS",
                 .message = "no row is answered",
                 .hint = "set `same` to true or false in 20 rows at least",
                 .place = {.file = request.answers}};
  }
  CalibrationAnswer answer{.wanted = wanted, .open = labels.open};
  for (const std::string method : {"near", "semantic"}) {
    MethodCalibration one = calibrate(method, labels.answered, wanted);
    if (one.answered == 0) continue;
    if (one.chosen) {
      answer.flags += answer.flags.empty() ? "--method exact" : "";
      answer.flags += fmt::format(",{}={:.2f}", method, one.chosen->threshold);
    }
    answer.methods.push_back(std::move(one));
  }
  return answer;
}

}  // namespace bmo::app
