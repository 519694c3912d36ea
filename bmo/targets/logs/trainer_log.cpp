// trainer_log.jsonl: a line for each report of LLaMA-Factory's own callback.
#include "bmo/json/dom.hpp"
#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets::logs {
namespace {

struct TrainerLog {
  static constexpr LogCard card{
      .id = "trainer_log", .title = "trainer_log.jsonl", .trainers = "LLaMA-Factory"};

  static bool recognises(std::string_view name, std::string_view bytes) {
    return name.ends_with(".jsonl") && bytes.find("\"current_steps\"") != std::string_view::npos;
  }

  static Status read(std::string_view bytes, TrainingLog& out) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      const auto line = json::parse_dom(bytes.substr(0, end));
      const bool is_last = end == std::string_view::npos;
      bytes.remove_prefix(is_last ? bytes.size() : end + 1);
      if (line && line->is_object()) {
        take_line(*line, out);
      } else if (is_last) {
        out.is_broken_off = true;
      } else {
        return broken_log("a line is no JSON object");
      }
    }
    return ok();
  }

 private:
  static void take_line(const json::Dom& line, TrainingLog& out) {
    const auto step = line.find("current_steps");
    if (step == line.end() || !step->is_number()) return;
    for (const auto& [name, value] : line.items()) {
      if (value.is_number()) take(measure_of(name), step->get<double>(), value.get<double>(), out);
      if (name == "elapsed_time" && value.is_string())
        take(Measure::kSeconds, 0, seconds_of(value.get<std::string>()), out);
    }
  }
};

}  // namespace

const LogEntry& trainer_log() {
  return log_entry<TrainerLog>();
}

}  // namespace bmo::targets::logs
