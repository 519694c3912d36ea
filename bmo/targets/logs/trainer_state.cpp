// trainer_state.json: the whole history of a run of transformers' Trainer, and of those built on
// it.
#include <cmath>

#include "bmo/json/dom.hpp"
#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets::logs {
namespace {

/// Python writes a loss gone astray as NaN or Infinity, which JSON does not know: null stands for
/// it.
std::string with_nulls(std::string_view text) {
  std::string out;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) in_text = !in_text;
    const std::size_t skipped = in_text                         ? 0
                                : rest.starts_with("NaN")       ? 3
                                : rest.starts_with("Infinity")  ? 8
                                : rest.starts_with("-Infinity") ? 9
                                                                : 0;
    if (skipped == 0) {
      out += text[i];
      continue;
    }
    out += "null";
    i += skipped - 1;
  }
  return out;
}

double real_in(const json::Dom& dom, const char* name) {
  const auto found = dom.find(name);
  return found != dom.end() && found->is_number() ? found->get<double>() : kAbsent;
}

struct TrainerState {
  static constexpr LogCard card{
      .id = "trainer_state",
      .title = "trainer_state.json",
      .trainers = "transformers, TRL, Axolotl, LLaMA-Factory, MS-Swift, Unsloth"};

  static bool recognises(std::string_view name, std::string_view bytes) {
    return name.ends_with(".json") && bytes.find("\"log_history\"") != std::string_view::npos;
  }

  static Status read(std::string_view bytes, TrainingLog& out) {
    const auto dom = json::parse_dom(with_nulls(bytes));
    if (!dom || !dom->is_object() || !dom->contains("log_history") ||
        !dom->at("log_history").is_array())
      return broken_log("it is no JSON object with a `log_history`");
    out.steps = real_in(*dom, "global_step");
    const double tokens = real_in(*dom, "num_input_tokens_seen");
    if (tokens > 0) out.tokens = tokens;
    for (const json::Dom& entry : dom->at("log_history")) {
      if (entry.is_object()) take_entry(entry, out);
    }
    return ok();
  }

 private:
  /// In the last entry `train_loss` is the mean over the run, not the loss of a step.
  static void take_entry(const json::Dom& entry, TrainingLog& out) {
    const double step = real_in(entry, "step");
    for (const auto& [name, value] : entry.items()) {
      const Measure measure = measure_of(name);
      if (measure == Measure::kOther || name == "train_loss" || is_absent(step)) continue;
      if (measure == Measure::kTokens && value == 0) continue;
      take(measure, step, value.is_number() ? value.get<double>() : kAbsent, out);
    }
  }
};

}  // namespace

const LogEntry& trainer_state() {
  return log_entry<TrainerState>();
}

}  // namespace bmo::targets::logs
