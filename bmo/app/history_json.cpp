// What a workspace remembers, as JSON documents.
#include "bmo/app/history.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {
namespace {

using json::Dom;

/// JSON text that we stored; null where it is none.
Dom stored_dom(const std::string& text) {
  Dom out = Dom::parse(text, nullptr, false);
  return out.is_discarded() ? Dom() : out;
}

}  // namespace

std::string to_json(const VersionsAnswer& answer) {
  Dom out{{"dataset", answer.dataset}, {"versions", Dom::array()}};
  for (const VersionItem& item : answer.versions) {
    out["versions"].push_back({{"version", item.version},
                               {"created", item.created},
                               {"pairs", item.pairs},
                               {"added", item.added},
                               {"sources", stored_dom(item.sources)},
                               {"batch", item.batch},
                               {"quarantined", item.quarantined}});
  }
  return json::to_text(out);
}

std::string to_json(const RunsAnswer& answer) {
  Dom out{{"runs", Dom::array()}};
  for (const RunItem& item : answer.runs) {
    Dom run{{"kind", item.kind}, {"dataset", item.dataset}, {"version", item.version},
            {"made", item.made}, {"pairs", item.pairs},     {"detail", stored_dom(item.detail)}};
    if (!item.destination.empty()) run["destination"] = item.destination;
    out["runs"].push_back(std::move(run));
  }
  return json::to_text(out);
}

std::string to_json(const HistoryAnswer& answer) {
  Dom out{{"dataset", answer.dataset}, {"versions", answer.versions}, {"figures", Dom::array()}};
  for (const FigureHistory& figure : answer.figures) {
    Dom values = Dom::array();
    for (const double value : figure.values)
      values.push_back(is_absent(value) ? Dom() : Dom(value));
    Dom row{{"id", figure.id},
            {"title", figure.title},
            {"values", std::move(values)},
            {"last_change_beyond_noise", Dom()}};
    if (!figure.unit.empty()) row["unit"] = figure.unit;
    if (figure.beyond_noise != "-") row["last_change_beyond_noise"] = figure.beyond_noise == "yes";
    out["figures"].push_back(std::move(row));
  }
  return json::to_text(out);
}

}  // namespace bmo::app
