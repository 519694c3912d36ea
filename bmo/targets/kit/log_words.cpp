// Tables of names, and numbers out of texts.
#include "bmo/targets/kit/log_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "bmo/base/text.hpp"

namespace bmo::targets {
namespace {

constexpr auto kTrainNames =
    std::to_array<std::string_view>({"loss", "train/loss", "train_loss", "train loss",
                                     "training_loss", "train_loss_step", "loss_step"});
constexpr auto kEvalNames =
    std::to_array<std::string_view>({"eval_loss", "eval/loss", "val_loss", "val/loss", "val loss",
                                     "valid_loss", "validation_loss"});
constexpr auto kTokenNames = std::to_array<std::string_view>(
    {"num_tokens", "train/num_tokens", "num_input_tokens_seen", "train/num_input_tokens_seen",
     "total_tokens", "trained tokens"});
constexpr auto kSecondNames =
    std::to_array<std::string_view>({"train_runtime", "train/train_runtime"});

bool is_in(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Keeps the last of equal steps.
void put_in_order(std::vector<LossPoint>& points) {
  std::stable_sort(points.begin(), points.end(),
                   [](const LossPoint& a, const LossPoint& b) { return a.step < b.step; });
  std::vector<LossPoint> kept;
  for (const LossPoint& point : points) {
    if (!kept.empty() && kept.back().step == point.step) kept.pop_back();
    kept.push_back(point);
  }
  points = std::move(kept);
}

std::string known_logs() {
  std::string out;
  for (const LogEntry* log : logs::all())
    out += (out.empty() ? "" : ", ") + std::string(log->card->title);
  return out;
}

}  // namespace

Measure measure_of(std::string_view name) {
  const std::string lower = lower_ascii(trim_ascii(name));
  if (is_in(kTrainNames, lower)) return Measure::kTrainLoss;
  if (is_in(kEvalNames, lower)) return Measure::kEvalLoss;
  if (is_in(kTokenNames, lower)) return Measure::kTokens;
  return is_in(kSecondNames, lower) ? Measure::kSeconds : Measure::kOther;
}

void take(Measure measure, double step, double value, TrainingLog& out) {
  const bool is_loss = measure == Measure::kTrainLoss || measure == Measure::kEvalLoss;
  if (!std::isfinite(value)) {
    out.has_diverged = out.has_diverged || is_loss;
    return;
  }
  const auto larger = [value](double have) {
    return is_absent(have) ? value : std::max(have, value);
  };
  if (measure == Measure::kTokens) out.tokens = larger(out.tokens);
  if (measure == Measure::kSeconds) out.seconds = larger(out.seconds);
  if (is_loss)
    (measure == Measure::kTrainLoss ? out.train : out.evaluations).push_back({step, value});
}

double number_of(std::string_view text) {
  const std::string_view trimmed = trim_ascii(text);
  double out = kAbsent;
  const char* const end = trimmed.data() + trimmed.size();
  const auto read = std::from_chars(trimmed.data(), end, out);
  return read.ec == std::errc() && read.ptr == end ? out : kAbsent;
}

double seconds_of(std::string_view text) {
  double days = 0;
  const std::size_t comma = text.find(',');
  if (comma != std::string_view::npos) {
    days = number_of(text.substr(0, text.find(' ')));
    text.remove_prefix(comma + 1);
  }
  double seconds = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t colon = text.find(':');
    if ((colon == std::string_view::npos) != (part == 2)) return kAbsent;
    seconds = seconds * 60 + number_of(text.substr(0, colon));
    if (part < 2) text.remove_prefix(colon + 1);
  }
  return days * 86'400 + seconds;
}

Error broken_log(std::string why) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_TRAINING_LOG",
          .message = "this is no log of a training run that we can read",
          .why = std::move(why),
          .hint = "name one of " + known_logs() + ", or the folder of the run"};
}

const LossPoint* TrainingLog::best_evaluation() const {
  const auto best =
      std::min_element(evaluations.begin(), evaluations.end(),
                       [](const LossPoint& a, const LossPoint& b) { return a.loss < b.loss; });
  return best == evaluations.end() ? nullptr : &*best;
}

Result<TrainingLog> read_training_log(std::string_view name, std::string_view bytes) {
  for (const LogEntry* log : logs::all()) {
    if (!log->recognises(name, bytes)) continue;
    TrainingLog out{.kind = std::string(log->card->id)};
    BMO_TRY(log->read(bytes, out));
    if (out.train.empty() && out.evaluations.empty() && !out.has_diverged)
      return broken_log("it names no loss");
    put_in_order(out.train);
    put_in_order(out.evaluations);
    for (const auto* points : {&out.train, &out.evaluations}) {
      if (!points->empty() && (is_absent(out.steps) || out.steps < points->back().step))
        out.steps = points->back().step;
    }
    return out;
  }
  return broken_log("neither its name nor its first bytes are those of a log");
}

std::vector<LossPoint> thinned(const std::vector<LossPoint>& curve, std::size_t most) {
  if (curve.size() <= most || most < 2) return curve;
  std::vector<LossPoint> out;
  for (std::size_t i = 0; i < most; ++i)
    out.push_back(curve[i * (curve.size() - 1) / (most - 1)]);
  return out;
}

}  // namespace bmo::targets
