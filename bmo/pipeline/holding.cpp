// Rules are asked for a whole batch at a time; texts are made for breaches alone.
#include "bmo/pipeline/holding.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/base/time_text.hpp"

namespace bmo::pipeline {
namespace {

/// The rule that knows better with a tokenizer.
constexpr std::string_view kRowLength = "row_length";

/// Times that readers which guess types take for such, and those that spell_times cannot keep from
/// it.
unsigned times_of(const Metadata* metadata) {
  if (metadata == nullptr) return 0;
  unsigned traits = 0;
  for (const TextField field : {TextField::kCreatedAt, TextField::kReviewAt}) {
    const std::string_view text = (*metadata)[field];
    if (!is_time_text(text)) continue;
    traits |= kTimedMetadata;
    if (fraction_place(text).at == 0) traits |= kDatedMetadata;
  }
  return traits;
}

unsigned dates_of(const Pair& pair) {
  unsigned traits = times_of(pair.metadata);
  const Message* answer = pair.response();
  if (answer == nullptr || !is_time_text(answer->content)) return traits;
  traits |= kDatedAnswer;
  const bool all = std::ranges::all_of(
      pair.messages, [](const Message& message) { return is_time_text(message.content); });
  return all ? traits | kDatedPair : traits;
}

std::uint16_t traits_of(const Pair& pair) {
  unsigned traits = dates_of(pair);
  if (pair.label != Label::kNone) traits |= pair.label == Label::kTrue ? kGoodLabel : kBadLabel;
  const unsigned fields = formats::optional_fields_of(pair);
  if (fields != 0) traits |= kMessageExtras | fields << kOptionalFieldShift;
  return static_cast<std::uint16_t>(traits);
}

}  // namespace

Holding::Holding(const Recipe& recipe) : recipe_(recipe) {
  for (const OutputSpec& spec : recipe.outputs) {
    rules_.emplace_back();
    if (spec.target == nullptr) continue;
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

/// What the rule of lengths says where the tokens of the pairs are known.
void Holding::judge_length(const targets::Limits& limits, std::span<const std::uint64_t> tokens) {
  for (const std::uint32_t row : rows_) {
    if (tokens[row] <= limits.row_tokens) continue;
    const std::string about = recipe_.tokens.tokenizer ? "found " : "found about ";
    breaches_.push_back({row,
                         {about + format_count(tokens[row]) + " tokens, the limit is " +
                              format_count(limits.row_tokens),
                          {}}});
  }
}

void Holding::judge_target(Batch& batch, std::size_t output,
                           std::span<const std::uint64_t> tokens) {
  const OutputSpec& spec = recipe_.outputs[output];
  if (rules_[output].empty()) return;
  targets::Limits limits = spec.target->card->limits;
  if (recipe_.tokens.row_tokens != 0) limits.row_tokens = recipe_.tokens.row_tokens;
  for (const targets::BoundRule& bound : rules_[output]) {
    breaches_.clear();
    if (bound.rule->card->id == kRowLength && !tokens.empty()) {
      judge_length(limits, tokens);
    } else {
      bound.rule->judge(batch, rows_, limits, breaches_);
    }
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

void Holding::choose(Item& item, std::span<const std::uint64_t> tokens) {
  Batch& batch = item.batch;
  const std::size_t outputs = recipe_.outputs.size();
  held_.assign(batch.size() * outputs, 0);
  reason_.assign(batch.size(), {});
  const std::size_t known = batch.findings.size();
  for (std::size_t output = 0; output < outputs; ++output) {
    rows_.clear();
    judge_layout(batch, output);
    judge_target(batch, output, tokens);
  }
  for (std::uint32_t row = 0; row < batch.size() && outputs != 0; ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    const auto* held = held_.data() + row * outputs;
    if (std::find(held, held + outputs, 1) != held + outputs) continue;
    batch.fates[row] = Fate::kFiltered;
    item.reasons[row] = reason_[row];
  }
  item.traits.assign(batch.size(), 0);
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] == Fate::kExported) item.traits[row] = traits_of(batch.pairs[row]);
  }
  if (batch.findings.size() == known) return;
  std::stable_sort(batch.findings.begin(), batch.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.row < b.row; });
}

}  // namespace bmo::pipeline
