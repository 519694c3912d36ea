// Counts what gates drop, group by group.
#include "bmo/pipeline/gate_tally.hpp"

#include <algorithm>
#include <cmath>

namespace bmo::pipeline {
namespace {

constexpr std::size_t kMostGroups = 1000;
constexpr std::size_t kBorderPairs = 3;
const std::string kAll = "all pairs";

json::Dom border_dom(const std::vector<BorderPair>& pairs) {
  json::Dom out = json::Dom::array();
  for (const BorderPair& pair : pairs)
    out.push_back({pair.score, pair.id, pair.file, pair.record, pair.line});
  return out;
}

std::vector<BorderPair> border_of(const json::Dom& dom) {
  std::vector<BorderPair> out;
  for (const json::Dom& row : dom) {
    out.push_back({.score = row.at(0),
                   .id = row.at(1),
                   .file = row.at(2),
                   .record = row.at(3),
                   .line = row.at(4)});
  }
  return out;
}

/// Keeps the nearest few; the earlier of equals stays first.
void keep_near(const Item& item, std::size_t row, double score, double least,
               const std::string& file_name, std::vector<BorderPair>& near) {
  const auto distance = [least](const BorderPair& pair) { return std::abs(pair.score - least); };
  const double mine = std::abs(score - least);
  const auto at =
      std::ranges::find_if(near, [&](const BorderPair& other) { return mine < distance(other); });
  if (at == near.end() && near.size() >= kBorderPairs) return;
  const Record& record = item.batch.records[row];
  near.insert(at, {.score = score,
                   .id = std::string(item.batch.pairs[row].id),
                   .file = file_name,
                   .record = record.number,
                   .line = record.line});
  if (near.size() > kBorderPairs) near.pop_back();
}

void count(std::map<std::string, GroupTotal>& groups, const std::string& name, bool dropped) {
  auto found = groups.find(name);
  if (found == groups.end()) {
    if (groups.size() > kMostGroups) return;
    found = groups.emplace(name, GroupTotal()).first;
  }
  ++found->second.pairs;
  if (dropped) ++found->second.dropped;
}

std::string source_of(const Pair& pair, const std::string& file_name) {
  const std::string_view document =
      pair.metadata == nullptr ? "" : (*pair.metadata)[TextField::kSourceDocument];
  return document.empty() ? file_name : std::string(document);
}

/// Did the pair come as far as the gates?
bool met_gates(const Item& item, std::size_t row) {
  return item.gated[row] != kNotGated;
}

}  // namespace

void GateTally::add(const Item& item, std::size_t first, std::size_t last,
                    const std::string& file_name) {
  for (std::size_t row = first; row < last; ++row) {
    if (!met_gates(item, row)) continue;
    const Pair& pair = item.batch.pairs[row];
    const bool dropped = item.gated[row] == kDropped;
    count(groups, kAll, dropped);
    count(groups, "source " + source_of(pair, file_name), dropped);
    if (pair.metadata == nullptr) continue;
    for (const std::string_view topic : (*pair.metadata)[ListField::kTopics])
      count(groups, "topic " + std::string(topic), dropped);
  }
  for (const Threshold& threshold : *item.thresholds) {
    GateTotal& total = gates[threshold.name];
    total.least = threshold.gate.least;
    for (std::size_t row = first; row < last; ++row) {
      if (!met_gates(item, row)) continue;
      const std::optional<double> score =
          score_at(item, static_cast<std::uint32_t>(row), threshold);
      if (!score) continue;
      ++total.judged;
      const bool known = !is_absent(*score);
      const bool passed = known && *score >= total.least;
      if (!passed) ++total.dropped;
      if (!known) ++total.not_known;
      if (known)
        keep_near(item, row, *score, total.least, file_name, passed ? total.passed : total.failed);
    }
  }
}

std::vector<Breach> GateTally::breaches(double max_drop, std::uint64_t min_group) const {
  std::vector<Breach> out;
  for (const auto& [name, total] : groups) {
    const double most = max_drop * static_cast<double>(total.pairs);
    if (total.pairs < min_group || static_cast<double>(total.dropped) <= most) continue;
    out.push_back({.group = name, .pairs = total.pairs, .dropped = total.dropped});
  }
  std::ranges::stable_sort(out, std::greater(), &Breach::dropped);
  return out;
}

json::Dom gate_tally_dom(const GateTally& tally) {
  json::Dom dom;
  dom["gates"] = json::Dom::object();
  for (const auto& [name, total] : tally.gates) {
    dom["gates"][name] = {{"least", total.least},
                          {"judged", total.judged},
                          {"dropped", total.dropped},
                          {"not_known", total.not_known},
                          {"passed", border_dom(total.passed)},
                          {"failed", border_dom(total.failed)}};
  }
  for (const auto& [name, total] : tally.groups)
    dom["groups"][name] = {total.pairs, total.dropped};
  return dom;
}

GateTally gate_tally_of(const json::Dom& dom) {
  GateTally out;
  for (const auto& [name, row] : dom.at("gates").items()) {
    out.gates[name] = {.least = row.at("least"),
                       .judged = row.at("judged"),
                       .dropped = row.at("dropped"),
                       .not_known = row.at("not_known"),
                       .passed = border_of(row.at("passed")),
                       .failed = border_of(row.at("failed"))};
  }
  for (const auto& [name, row] : dom.at("groups").items())
    out.groups[name] = {.pairs = row.at(0), .dropped = row.at(1)};
  return out;
}

}  // namespace bmo::pipeline
