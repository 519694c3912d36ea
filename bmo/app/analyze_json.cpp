// Figures, tables and advice as objects.
#include "bmo/app/analyze_json.hpp"

#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::Dom;

Dom number_dom(double value) {
  return is_absent(value) ? Dom() : Dom(value);
}

Dom figure_dom(const metrics::Figure& figure) {
  Dom out{{"id", figure.id},
          {"title", figure.title},
          {"value", number_dom(figure.value)},
          {"rests_on", figure.rests_on}};
  if (!figure.unit.empty()) out["unit"] = figure.unit;
  if (!is_absent(figure.low)) out["interval"] = {figure.low, figure.high};
  if (!figure.method.empty()) out["method"] = figure.method;
  return out;
}

Dom table_dom(const metrics::Table& table) {
  Dom out{{"id", table.id}, {"title", table.title}, {"columns", table.columns}};
  out["rows"] = Dom::array();
  for (const auto& row : table.rows) {
    Dom cells = Dom::array();
    for (const metrics::Table::Cell& cell : row)
      cells.push_back(cell.text.empty() ? number_dom(cell.number) : Dom(cell.text));
    out["rows"].push_back(std::move(cells));
  }
  return out;
}

Dom chapter_dom(const metrics::Chapter& chapter) {
  const metrics::MetricCard& card = *chapter.card;
  Dom out{{"id", card.id},
          {"title", card.title},
          {"definition", card.definition},
          {"formula", card.formula},
          {"caution", card.caution}};
  if (!card.source.empty()) out["source"] = card.source;
  if (!chapter.not_evaluated.empty()) out["not_evaluated"] = chapter.not_evaluated;
  out["figures"] = Dom::array();
  for (const metrics::Figure& figure : chapter.figures)
    out["figures"].push_back(figure_dom(figure));
  out["tables"] = Dom::array();
  for (const metrics::Table& table : chapter.tables)
    out["tables"].push_back(table_dom(table));
  out["advice"] = Dom::array();
  for (const metrics::Advice& advice : chapter.advice) {
    out["advice"].push_back(
        {{"urgency", metrics::urgency_name(advice.urgency)}, {"text", advice.text}});
  }
  return out;
}

}  // namespace

std::string to_json(const AnalyzeAnswer& answer) {
  Dom out{{"records", answer.records},
          {"pairs", answer.pairs},
          {"quarantined", answer.quarantined},
          {"notes", answer.notes},
          {"seconds", answer.seconds}};
  if (!answer.config.empty()) out["config"] = answer.config;
  out["chapters"] = Dom::array();
  for (const metrics::Chapter& chapter : answer.chapters)
    out["chapters"].push_back(chapter_dom(chapter));
  return json::to_text(out);
}

}  // namespace bmo::app
