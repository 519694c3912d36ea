// What trainers write while they train: one file for each kind of log in logs/.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::targets {

struct LossPoint {
  double step = 0;
  double loss = 0;
};

/// What a log says of one training run. kAbsent: it does not say.
struct TrainingLog {
  std::string kind;                    ///< The id of the log's kind.
  std::vector<LossPoint> train;        ///< By step.
  std::vector<LossPoint> evaluations;  ///< By step.
  double steps = kAbsent;
  double tokens = kAbsent;  ///< Seen in training.
  double seconds = kAbsent;
  bool is_broken_off = false;  ///< The end of the file is torn: the run goes on, or was killed.
  bool has_diverged = false;   ///< A loss was no number.

  double last_train() const { return train.empty() ? kAbsent : train.back().loss; }
  /// The lowest loss on the evaluation set; nullptr: it was never measured.
  const LossPoint* best_evaluation() const;
};

struct LogCard {
  std::string_view id;        ///< Also the file's name: "trainer_state".
  std::string_view title;     ///< "trainer_state.json"
  std::string_view trainers;  ///< Who writes it.
};

template <typename L>
concept ReadsLogs = requires(std::string_view text, TrainingLog& out) {
  { L::card } -> std::convertible_to<const LogCard&>;
  { L::recognises(text, text) } -> std::same_as<bool>;
  { L::read(text, out) } -> std::same_as<Status>;
};

struct LogEntry {
  const LogCard* card;
  /// `name`: of the file, without its folders; `bytes`: all that it holds.
  bool (*recognises)(std::string_view name, std::string_view bytes);
  /// E_TRAINING_LOG (kBadData).
  Status (*read)(std::string_view bytes, TrainingLog& out);
};

template <ReadsLogs L>
const LogEntry& log_entry() {
  static constexpr LogEntry kEntry{&L::card, &L::recognises, &L::read};
  return kEntry;
}

namespace logs {
/// Every kind of log, by id. The build writes this table from the file names.
std::span<const LogEntry* const> all();
}  // namespace logs

/// Reads a log of whatever kind it is; points are sorted by step, of equal steps the last counts.
/// E_TRAINING_LOG (kBadData) where no kind knows it, or it holds no loss.
Result<TrainingLog> read_training_log(std::string_view name, std::string_view bytes);

/// At most `most` points of a curve: its first, its last, and those in between evenly by place.
std::vector<LossPoint> thinned(const std::vector<LossPoint>& curve, std::size_t most);

}  // namespace bmo::targets
