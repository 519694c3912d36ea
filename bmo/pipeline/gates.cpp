// Reads gates as they are typed, and judges pairs by them.
#include "bmo/pipeline/gates.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/text.hpp"
#include "bmo/pipeline/scoring.hpp"

namespace bmo::pipeline {
namespace {

double given_score(const Pair& pair, std::string_view name) {
  if (pair.metadata == nullptr) return kAbsent;
  for (const Score& score : pair.metadata->scores) {
    if (score.name == name) return score.value;
  }
  return kAbsent;
}

bool has_topic(const Pair& pair, std::string_view topic) {
  if (pair.metadata == nullptr) return false;
  const auto topics = (*pair.metadata)[ListField::kTopics];
  return std::ranges::find(topics, topic) != topics.end();
}

Threshold threshold_of(ScoreGate gate, std::string name) {
  const std::optional<std::size_t> own = own_score_index(gate.score);
  std::string if_absent = name + (own ? " (not evaluated)" : " (not given)");
  return {.gate = std::move(gate),
          .own = own,
          .name = std::move(name),
          .if_absent = std::move(if_absent)};
}

}  // namespace

Result<ScoreGate> parse_gate(const std::string& text) {
  ScoreGate out;
  const std::size_t equals = text.rfind('=');
  const std::size_t colon = text.rfind(':', equals);
  const std::size_t begin = colon == std::string::npos ? 0 : colon + 1;
  bool sound = equals != std::string::npos && equals > begin && colon != 0;
  if (sound) {
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + equals + 1, end, out.least);
    sound = parsed.ptr == end && parsed.ec == std::errc();
  }
  if (!sound) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_USAGE",
                 .message = "cannot read --gate `" + excerpt(text) + "`",
                 .why =
                     "a gate is [TOPIC:]NAME=X: a score that pairs, or those of a topic, must "
                     "reach",
                 .hint = "--gate bmo_soundness=85 --gate billing:bmo_clarity=90"};
  }
  out.score = text.substr(begin, equals - begin);
  if (begin > 0) out.topic = text.substr(0, colon);
  return out;
}

json::Dom gate_rules_dom(const GateRules& rules) {
  json::Dom dom;
  if (rules.empty()) return dom;
  dom["max_drop"] = rules.max_drop;
  dom["min_group"] = rules.min_group;
  dom["where"] = rules.where;
  dom["scores"] = json::Dom::array();
  for (const ScoreGate& gate : rules.scores)
    dom["scores"].push_back({{"score", gate.score}, {"least", gate.least}, {"topic", gate.topic}});
  return dom;
}

std::vector<Threshold> thresholds_of(const std::vector<std::pair<std::string, double>>& min_scores,
                                     const GateRules& rules) {
  std::vector<Threshold> out;
  for (const auto& [score, least] : min_scores)
    out.push_back(
        threshold_of({.score = score, .least = least, .topic = {}}, "min-score " + score));
  for (const ScoreGate& gate : rules.scores) {
    const std::string of = gate.topic.empty() ? "" : gate.topic + ":";
    out.push_back(threshold_of(gate, "gate " + of + gate.score));
  }
  return out;
}

std::optional<double> score_at(const Item& item, std::uint32_t row, const Threshold& threshold) {
  const Pair& pair = item.batch.pairs[row];
  if (!threshold.gate.topic.empty() && !has_topic(pair, threshold.gate.topic)) return std::nullopt;
  return threshold.own ? item.scores[*threshold.own][row] : given_score(pair, threshold.gate.score);
}

std::string_view dropped_by(const Item& item, std::uint32_t row,
                            const std::vector<Threshold>& thresholds) {
  for (const Threshold& threshold : thresholds) {
    const std::optional<double> score = score_at(item, row, threshold);
    if (!score) continue;
    if (is_absent(*score)) return threshold.if_absent;
    if (*score < threshold.gate.least) return threshold.name;
  }
  return {};
}

bool is_gate_reason(std::string_view reason) {
  return reason.starts_with("gate ") || reason.starts_with("min-score ");
}

}  // namespace bmo::pipeline
