// Counting, and the tally as it stands in block records.
#include "bmo/pipeline/tally.hpp"

#include <algorithm>
#include <numeric>

#include "bmo/base/pointed_excerpt.hpp"
#include "bmo/catalog/catalog.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::uint64_t kExamplesPerCode = 5;

MultisetHash sum_of(const json::Dom& dom) {
  Hash128 sum;
  parse_hex(dom.get<std::string>(), sum);
  return MultisetHash::of_sum(sum);
}

json::Dom dom_of(const FindingExample& example) {
  return {{"code", example.code},       {"severity", example.severity}, {"file", example.file},
          {"record", example.record},   {"line", example.line},         {"column", example.column},
          {"byte", example.byte},       {"field", example.field},       {"detail", example.detail},
          {"excerpt", example.excerpt}, {"caret", example.caret}};
}

FindingExample example_of(const json::Dom& dom) {
  return {.code = dom["code"],
          .severity = dom["severity"],
          .file = dom["file"],
          .record = dom["record"],
          .line = dom["line"],
          .column = dom["column"],
          .byte = dom["byte"],
          .field = dom["field"],
          .detail = dom["detail"],
          .excerpt = dom["excerpt"],
          .caret = dom["caret"]};
}

/// "openai: Two messages of one role follow each other".
std::string refusal(const Finding& finding) {
  const auto card = catalog::explain_code(finding.code);
  return std::string(finding.output) + ": " + std::string(card ? card->title : finding.code);
}

}  // namespace

std::uint64_t Tally::records() const {
  return std::accumulate(fates.begin(), fates.end(), std::uint64_t{0});
}

bool Tally::conserved() const {
  MultisetHash sum;
  for (const MultisetHash& part : by_fate)
    sum.merge(part);
  return sum == input;
}

void Tally::add(const Item& item, std::size_t first, std::size_t last,
                const std::string& file_name) {
  const Batch& batch = item.batch;
  for (std::size_t row = first; row < last; ++row) {
    const auto fate = static_cast<std::size_t>(batch.fates[row]);
    ++fates[fate];
    by_fate[fate].add(item.raw_hashes[row]);
    if (batch.fates[row] == Fate::kExported) {
      exported_content.add(batch.pairs[row].content);
      sums.add(batch.pairs[row]);
    } else {
      ++reasons[std::string(fate_name(batch.fates[row])) + " " + std::string(item.reasons[row])];
    }
  }
  for (const checks::Change& change : item.changes) {
    if (change.row >= first && change.row < last) ++fixes[std::string(change.fix)];
  }
  if (!item.traits.empty()) add_traits(item, first, last);
  add_scores(item, first, last);
  if (!item.gated.empty()) gates.add(item, first, last, file_name);
  for (std::size_t row = first; row < last && !item.overridden.empty(); ++row) {
    const std::string_view decided = item.overridden[row];
    if (!decided.empty()) ++overrides[std::string(decided.substr(0, decided.find(':')))];
  }
  const auto begin = std::partition_point(batch.findings.begin(), batch.findings.end(),
                                          [first](const Finding& f) { return f.row < first; });
  for (auto finding = begin; finding != batch.findings.end() && finding->row < last; ++finding) {
    add_finding(item, *finding, file_name);
  }
}

void Tally::add_scores(const Item& item, std::size_t first, std::size_t last) {
  if (item.scores.empty()) return;
  constexpr Fate kOnly = Fate::kExported;
  scores.add(item, first, last);
  exported_scores.add(item, first, last, &kOnly);
}

void Tally::add_traits(const Item& item, std::size_t first, std::size_t last) {
  for (std::size_t s = 0; s < item.streams.size(); ++s) {
    const std::vector<std::uint32_t>& rows = item.streams[s].rows;
    for (auto row = std::ranges::lower_bound(rows, first); row != rows.end() && *row < last;
         ++row) {
      if (item.traits[*row] == 0) continue;
      auto& counts = traits[s];
      for (std::size_t bit = 0; bit < kNumTraits; ++bit)
        counts[bit] += item.traits[*row] >> bit & 1U;
    }
  }
}

FindingTotal& Tally::count_finding(std::string_view code, Severity severity) {
  FindingTotal& total = findings[std::string(code)];
  // Targets may judge one rule differently: the sterner judgement is the code's.
  if (total.severity != severity_name(Severity::kError)) total.severity = severity_name(severity);
  ++total.count;
  return total;
}

void Tally::add_set_finding(std::string_view code, Severity severity, std::string detail) {
  FindingTotal& total = count_finding(code, severity);
  ++total.examples;
  examples.push_back({.code = std::string(code),
                      .severity = std::string(severity_name(severity)),
                      .detail = std::move(detail)});
}

void Tally::add_finding(const Item& item, const Finding& finding, const std::string& file_name) {
  FindingTotal& total = count_finding(finding.code, finding.severity);
  if (finding.code == "W_NOT_HELD") {
    ++not_held[finding.detail];
  } else if (!finding.output.empty() && finding.severity == Severity::kError) {
    ++not_held[refusal(finding)];
  }
  if (total.examples >= kExamplesPerCode) return;
  ++total.examples;
  const Record& record = item.batch.records[finding.row];
  PointedExcerpt shown = excerpt_around(record.raw, finding.column);
  examples.push_back({.code = std::string(finding.code),
                      .severity = std::string(severity_name(finding.severity)),
                      .file = file_name,
                      .record = record.number,
                      .line = record.line,
                      .column = finding.column,
                      .byte = record.byte,
                      .field = finding.field,
                      .detail = finding.detail,
                      .excerpt = std::move(shown.text),
                      .caret = shown.caret});
}

std::uint8_t optional_fields(const std::array<std::uint64_t, kNumTraits>& traits) {
  unsigned fields = 0;
  for (std::size_t bit = kOptionalFieldShift; bit < kOptionalFieldEnd; ++bit)
    fields |= traits[bit] != 0 ? 1U << (bit - kOptionalFieldShift) : 0U;
  return static_cast<std::uint8_t>(fields);
}

json::Dom tally_dom(const Tally& tally) {
  json::Dom dom;
  dom["fates"] = tally.fates;
  dom["input"] = tally.input.hex();
  dom["by_fate"] = json::Dom::array();
  for (const MultisetHash& sum : tally.by_fate)
    dom["by_fate"].push_back(sum.hex());
  dom["exported_content"] = tally.exported_content.hex();
  dom["reasons"] = tally.reasons;
  dom["findings"] = json::Dom::object();
  for (const auto& [code, total] : tally.findings) {
    dom["findings"][code] = {total.severity, total.count, total.examples};
  }
  dom["not_held"] = tally.not_held;
  if (!tally.fixes.empty()) dom["fixes"] = tally.fixes;
  dom["traits"] = json::Dom::array();
  for (const auto& [stream, counts] : tally.traits)
    dom["traits"].push_back({stream, counts});
  dom["sums"] = set_sums_dom(tally.sums);
  if (!tally.scores.empty()) {
    dom["scores"] = score_tally_dom(tally.scores);
    dom["exported_scores"] = score_tally_dom(tally.exported_scores);
  }
  if (!tally.gates.empty()) dom["gates"] = gate_tally_dom(tally.gates);
  if (!tally.overrides.empty()) dom["overrides"] = tally.overrides;
  dom["examples"] = json::Dom::array();
  for (const FindingExample& example : tally.examples)
    dom["examples"].push_back(dom_of(example));
  return dom;
}

Tally tally_of(const json::Dom& dom) {
  Tally out;
  out.fates = dom["fates"].get<std::array<std::uint64_t, kNumFates>>();
  out.input = sum_of(dom["input"]);
  for (std::size_t i = 0; i < kNumFates; ++i)
    out.by_fate[i] = sum_of(dom["by_fate"][i]);
  out.exported_content = sum_of(dom["exported_content"]);
  out.reasons = dom["reasons"].get<std::map<std::string, std::uint64_t>>();
  for (const auto& [code, total] : dom["findings"].items()) {
    out.findings[code] = {.severity = total[0], .count = total[1], .examples = total[2]};
  }
  out.not_held = dom["not_held"].get<std::map<std::string, std::uint64_t>>();
  out.fixes = dom.value("fixes", std::map<std::string, std::uint64_t>());
  for (const json::Dom& row : dom.value("traits", json::Dom::array())) {
    const auto counts = row[1].get<std::vector<std::uint64_t>>();
    std::ranges::copy_n(counts.begin(),
                        static_cast<std::ptrdiff_t>(std::min(counts.size(), kNumTraits)),
                        out.traits[row[0]].begin());
  }
  out.sums = set_sums_of(dom.value("sums", json::Dom()));
  if (dom.contains("scores")) {
    out.scores = score_tally_of(dom["scores"]);
    out.exported_scores = score_tally_of(dom["exported_scores"]);
  }
  if (dom.contains("gates")) out.gates = gate_tally_of(dom["gates"]);
  if (dom.contains("overrides")) {
    out.overrides = dom["overrides"].get<std::map<std::string, std::uint64_t>>();
  }
  for (const json::Dom& example : dom["examples"])
    out.examples.push_back(example_of(example));
  return out;
}

}  // namespace bmo::pipeline
