// Reads the report on duplicates of a run into an answer.
#include "bmo/app/dedup_report.hpp"

namespace bmo::app {
namespace {

std::map<std::string, std::uint64_t> counts_of(const json::Dom& dom) {
  std::map<std::string, std::uint64_t> out;
  for (const auto& [name, count] : dom.items()) {
    if (count != 0) out.emplace(name, count);
  }
  return out;
}

BorderAnswer border_of(const json::Dom& dom) {
  return {.verdict = dom.at("verdict"),
          .similarity = dom.at("similarity"),
          .response = dom.at("response"),
          .removed = dom.at("removed"),
          .id = dom.at("id"),
          .record = dom.at("record"),
          .other_id = dom.at("other_id"),
          .other_record = dom.at("other_record"),
          .instruction = dom.at("instruction"),
          .difference = dom.at("difference")};
}

LabelAnswer label_of(const json::Dom& dom) {
  return {.verdict = dom.at("verdict"),
          .similarity = dom.at("similarity"),
          .id = dom.at("id"),
          .other_id = dom.at("other_id"),
          .instruction = dom.at("instruction"),
          .other_instruction = dom.at("other_instruction"),
          .response = dom.at("response"),
          .other_response = dom.at("other_response"),
          .difference = dom.at("difference")};
}

}  // namespace

DedupAnswer dedup_answer(const json::Dom& report) {
  DedupAnswer answer{.pairs = report.at("pairs"),
                     .kept = report.at("kept"),
                     .threshold = report.at("threshold"),
                     .removed = counts_of(report.at("removed")),
                     .found = counts_of(report.at("edges"))};
  for (const json::Dom& row : report.at("thresholds")) {
    answer.thresholds.push_back(
        {.threshold = row.at("threshold"), .removed = row.at("removed"), .kept = row.at("kept")});
  }
  if (report.contains("semantic_threshold")) {
    answer.semantic_threshold = report.at("semantic_threshold");
    for (const json::Dom& row : report.at("semantic_thresholds")) {
      answer.semantic_thresholds.push_back(
          {.threshold = row.at("threshold"), .removed = row.at("removed"), .kept = row.at("kept")});
    }
  }
  for (const json::Dom& row : report.at("sources")) {
    answer.sources.push_back({.source = row.at("source"),
                              .pairs = row.at("pairs"),
                              .equal = row.at("equal"),
                              .near = row.at("near"),
                              .wiped_out = row.at("wiped_out")});
  }
  for (const json::Dom& sample : report.at("samples"))
    answer.border.push_back(border_of(sample));
  for (const json::Dom& label : report.value("labels", json::Dom::array()))
    answer.labels.push_back(label_of(label));
  answer.notes = report.value("notes", std::vector<std::string>());
  return answer;
}

}  // namespace bmo::app
