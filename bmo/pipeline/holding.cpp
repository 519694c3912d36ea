// Rules are asked for a whole batch at a time; texts are made for breaches alone.
#include "bmo/pipeline/holding.hpp"

#include <algorithm>

namespace bmo::pipeline {
namespace {

bool has_extras(const Message& message) {
  return !message.name.empty() || !message.tool_calls.empty() || !message.tool_call_id.empty() ||
         !is_absent(message.weight);
}

std::uint8_t traits_of(const Pair& pair) {
  std::uint8_t traits = 0;
  if (pair.label != Label::kNone) traits = pair.label == Label::kTrue ? kGoodLabel : kBadLabel;
  if (!pair.tools.empty() || std::ranges::any_of(pair.messages, has_extras)) {
    traits |= kMessageExtras;
  }
  return traits;
}

}  // namespace

Holding::Holding(const Recipe& recipe) : recipe_(recipe) {
  for (const OutputSpec& spec : recipe.outputs) {
    rules_.emplace_back();
    if (spec.target == nullptr) continue;
    has_targets_ = true;
    for (const targets::BoundRule& bound : targets::rules_for(*spec.target->card, *spec.offer)) {
      if (bound.rule->judge != nullptr) rules_.back().push_back(bound);
    }
  }
}

void Holding::leave_out(std::uint32_t row, std::size_t output, std::string_view code) {
  held_[row * recipe_.outputs.size() + output] = 0;
  if (reason_[row].empty()) reason_[row] = code;
}

void Holding::judge_layout(Batch& batch, std::size_t output) {
  const OutputSpec& spec = recipe_.outputs[output];
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    const formats::Unholdable why = spec.layout->unholdable(batch.pairs[row]);
    held_[row * recipe_.outputs.size() + output] = 1;
    if (why == nullptr) {
      rows_.push_back(row);
      continue;
    }
    batch.findings.push_back({.code = "W_NOT_HELD",
                              .severity = Severity::kWarning,
                              .row = row,
                              .detail = spec.text + " cannot hold " + why,
                              .output = spec.text});
    leave_out(row, output, "W_NOT_HELD");
  }
}

void Holding::judge_target(Batch& batch, std::size_t output) {
  const OutputSpec& spec = recipe_.outputs[output];
  for (const targets::BoundRule& bound : rules_[output]) {
    breaches_.clear();
    bound.rule->judge(batch, rows_, spec.target->card->limits, breaches_);
    for (targets::RowBreach& breach : breaches_) {
      batch.findings.push_back({.code = bound.rule->card->code,
                                .severity = bound.severity,
                                .row = breach.row,
                                .field = std::move(breach.breach.field),
                                .detail = breach.breach.detail + "; " + std::string(bound.outcome),
                                .output = spec.text});
      if (bound.severity == Severity::kError) {
        leave_out(breach.row, output, bound.rule->card->code);
      }
    }
    if (bound.severity != Severity::kError || breaches_.empty()) continue;
    std::erase_if(rows_, [&](std::uint32_t row) { return !holds(row, output); });
  }
}

void Holding::choose(Item& item) {
  Batch& batch = item.batch;
  const std::size_t outputs = recipe_.outputs.size();
  held_.assign(batch.size() * outputs, 0);
  reason_.assign(batch.size(), {});
  const std::size_t known = batch.findings.size();
  for (std::size_t output = 0; output < outputs; ++output) {
    rows_.clear();
    judge_layout(batch, output);
    judge_target(batch, output);
  }
  for (std::uint32_t row = 0; row < batch.size() && outputs != 0; ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    const auto* held = held_.data() + row * outputs;
    if (std::find(held, held + outputs, 1) != held + outputs) continue;
    batch.fates[row] = Fate::kFiltered;
    item.reasons[row] = reason_[row];
  }
  if (has_targets_) {
    item.traits.assign(batch.size(), 0);
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kExported) item.traits[row] = traits_of(batch.pairs[row]);
    }
  }
  if (batch.findings.size() == known) return;
  std::stable_sort(batch.findings.begin(), batch.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.row < b.row; });
}

}  // namespace bmo::pipeline
