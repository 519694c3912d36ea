// What MLX-LM prints while it trains, kept in a text file.
#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets::logs {
namespace {

constexpr std::string_view kMark = "Iter ";

/// "Train loss 2.345" is a name and a number.
void take_part(std::string_view part, double step, TrainingLog& out) {
  const std::size_t space = part.rfind(' ');
  if (space == std::string_view::npos) return;
  take(measure_of(part.substr(0, space)), step, number_of(part.substr(space + 1)), out);
}

void take_line(std::string_view line, TrainingLog& out) {
  const std::size_t colon = line.find(':');
  if (!line.starts_with(kMark) || colon == std::string_view::npos) return;
  const double step = number_of(line.substr(kMark.size(), colon - kMark.size()));
  if (is_absent(step)) return;
  line.remove_prefix(colon + 1);
  while (!line.empty()) {
    const std::size_t comma = line.find(',');
    take_part(line.substr(0, comma), step, out);
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
}

struct MlxOutput {
  static constexpr LogCard card{
      .id = "mlx_output", .title = "the printed lines of mlx_lm.lora", .trainers = "MLX-LM"};

  static bool recognises(std::string_view /*name*/, std::string_view bytes) {
    return bytes.find("Iter 1: Val loss ") != std::string_view::npos ||
           (bytes.find("Iter ") != std::string_view::npos &&
            bytes.find(": Train loss ") != std::string_view::npos);
  }

  static Status read(std::string_view bytes, TrainingLog& out) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      take_line(bytes.substr(0, end), out);
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    return ok();
  }
};

}  // namespace

const LogEntry& mlx_output() {
  return log_entry<MlxOutput>();
}

}  // namespace bmo::targets::logs
