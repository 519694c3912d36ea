// Tells what generating the pairs took: time, tokens, money, and what was wasted.
#include <map>
#include <string>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/exact_sum.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

struct Spent {
  std::uint64_t attempts = 0;
  std::uint64_t accepted = 0;
  double seconds = 0;
  double tokens = 0;
  double cost = 0;
  double wasted_cost = 0;
  double wasted_tokens = 0;
};

double or_zero(double value) {
  return is_absent(value) ? 0 : value;
}

struct Generation {
  static constexpr MetricCard card{
      .id = "generation",
      .title = "Generation",
      .definition =
          "What generating took: by model and prompt, attempts, success, time, tokens and cost, "
          "and "
          "how much of it went into attempts that were not accepted.",
      .formula =
          "cost of an accepted pair = cost of all attempts / accepted; wasted = what attempts with "
          "another outcome than `accepted` took; tokens a second = completion tokens / seconds",
      .source = "",
      .caution =
          "Without attempts (bmo.toml: [roi] attempts) only the pairs that were kept are known, "
          "and "
          "waste cannot be seen.",
      .order = 7,
  };

  void add(const Observation& seen) {
    const Metadata* metadata = seen.pair.metadata;
    if (metadata == nullptr || (*metadata)[TextField::kGenerationModel].empty()) return;
    Kept& of_model = kept[std::string((*metadata)[TextField::kGenerationModel])];
    ++of_model.pairs;
    of_model.milliseconds.add(or_zero((*metadata)[RealField::kDurationMs]));
    of_model.tokens.add(or_zero((*metadata)[RealField::kCompletionTokens]));
    of_model.cost.add(or_zero((*metadata)[RealField::kCost]));
  }

  void conclude(const Settings& settings, Chapter& out) const {
    Writer writer(out);
    std::map<std::string, Spent> models;
    std::map<std::string, Spent> prompts;
    for (const Attempt& attempt : settings.attempts) {
      count(attempt, models[attempt.model]);
      count(attempt, prompts[attempt.prompt]);
    }
    if (models.empty()) models = spent_on_kept();
    if (models.empty()) {
      out.not_evaluated = "no pair names a model, and no attempts are given";
      return;
    }
    tell_sums(models, writer);
    tell_table("models", "By model", models, writer);
    if (prompts.size() > 1) tell_table("prompts", "By prompt", prompts, writer);
    if (prompts.size() > 1) compare(prompts, writer);
  }

  /// As if every pair had come at the first attempt.
  std::map<std::string, Spent> spent_on_kept() const {
    std::map<std::string, Spent> out;
    for (const auto& [model, of_model] : kept) {
      out[model] = {.attempts = of_model.pairs,
                    .accepted = of_model.pairs,
                    .seconds = of_model.milliseconds.value() / 1000,
                    .tokens = of_model.tokens.value(),
                    .cost = of_model.cost.value()};
    }
    return out;
  }

  static void count(const Attempt& attempt, Spent& spent) {
    const bool accepted = attempt.outcome == "accepted";
    const double tokens = or_zero(attempt.prompt_tokens) + or_zero(attempt.completion_tokens);
    ++spent.attempts;
    spent.accepted += accepted ? 1 : 0;
    spent.seconds += or_zero(attempt.duration_ms) / 1000;
    spent.tokens += or_zero(attempt.completion_tokens);
    spent.cost += or_zero(attempt.cost);
    spent.wasted_cost += accepted ? 0 : or_zero(attempt.cost);
    spent.wasted_tokens += accepted ? 0 : tokens;
  }

  static void tell_sums(const std::map<std::string, Spent>& models, Writer& writer) {
    Spent sum;
    for (const auto& [name, spent] : models) {
      sum.attempts += spent.attempts;
      sum.accepted += spent.accepted;
      sum.seconds += spent.seconds;
      sum.tokens += spent.tokens;
      sum.cost += spent.cost;
      sum.wasted_cost += spent.wasted_cost;
    }
    writer.number("attempts", "Attempts", static_cast<double>(sum.attempts), sum.attempts);
    writer.number("hours", "Time of generation", sum.seconds / 3600, sum.attempts, "hours");
    if (sum.seconds > 0)
      writer.number("tokens_per_second", "Tokens a second", sum.tokens / sum.seconds, sum.attempts);
    if (sum.cost <= 0 || sum.accepted == 0) return;
    writer.number("cost", "Cost of generation", sum.cost, sum.attempts);
    writer.number("cost_per_pair", "Cost of an accepted pair",
                  sum.cost / static_cast<double>(sum.accepted), sum.accepted);
    writer.number("wasted_cost", "Cost of attempts not accepted", 100 * sum.wasted_cost / sum.cost,
                  sum.attempts, "%");
  }

  static void tell_table(std::string_view id, std::string_view title,
                         const std::map<std::string, Spent>& groups, Writer& writer) {
    Table& table = writer.table(id, title,
                                {std::string(title.substr(3)), "attempts", "success %",
                                 "seconds each", "tokens/s", "cost per pair"});
    for (const auto& [name, spent] : groups) {
      const auto n = static_cast<double>(spent.attempts);
      const auto accepted = static_cast<double>(spent.accepted);
      table.rows.push_back({text_cell(name.empty() ? "(not told)" : name), number_cell(n),
                            number_cell(100 * accepted / n), number_cell(spent.seconds / n),
                            number_cell(spent.seconds > 0 ? spent.tokens / spent.seconds : kAbsent),
                            number_cell(accepted > 0 ? spent.cost / accepted : kAbsent)});
    }
  }

  /// Advice only where the intervals of two success rates lie apart.
  static void compare(const std::map<std::string, Spent>& groups, Writer& writer) {
    const auto rate = [](const Spent& spent) { return wilson(spent.accepted, spent.attempts); };
    const std::pair<const std::string, Spent>* best = nullptr;
    const std::pair<const std::string, Spent>* worst = nullptr;
    for (const auto& group : groups) {
      if (group.second.attempts < 20) continue;
      if (best == nullptr || rate(group.second).low > rate(best->second).low) best = &group;
      if (worst == nullptr || rate(group.second).high < rate(worst->second).high) worst = &group;
    }
    if (best == nullptr || best == worst) return;
    if (rate(worst->second).high >= rate(best->second).low) return;
    writer.advise(
        Urgency::kWatch,
        fmt::format(
            "The prompt {} succeeds in {:.0f} % of attempts, {} in {:.0f} %: use the latter.",
            excerpt(worst->first),
            100.0 * static_cast<double>(worst->second.accepted) /
                static_cast<double>(worst->second.attempts),
            excerpt(best->first),
            100.0 * static_cast<double>(best->second.accepted) /
                static_cast<double>(best->second.attempts)));
  }

  struct Kept {
    std::uint64_t pairs = 0;
    ExactSum milliseconds, tokens, cost;
  };
  std::map<std::string, Kept> kept;
};

}  // namespace

const MetricEntry& generation() {
  return entry<Generation>();
}

}  // namespace bmo::metrics
