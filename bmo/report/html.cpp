// HTML: one file that holds all it needs, to be read on a screen or printed.
#include <fmt/format.h>

#include "bmo/report/kit/plots.hpp"
#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

constexpr std::string_view kStyle = R"(
:root{--ink:#1b2330;--dim:#5c6675;--line:#dde2e9;--bar:#3b6ea8;--soft:#f4f6f9;--alert:#b3261e;--watch:#9a6700;--info:#2c5d94}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:#fff}
main{max-width:980px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:30px;margin:0 0 4px} h2{font-size:22px;margin:44px 0 8px;border-top:2px solid var(--ink);padding-top:12px}
h3{font-size:16px;margin:24px 0 8px} p{margin:6px 0} .dim{color:var(--dim)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:12px;margin:8px 0 16px}
.card{border:1px solid var(--line);border-radius:8px;padding:12px 14px;background:var(--soft)}
.card b{display:block;font-size:24px;line-height:1.2} .card span{color:var(--dim);font-size:13px}
ul.tasks{list-style:none;padding:0;margin:12px 0} ul.tasks li{border-left:4px solid var(--info);padding:6px 12px;margin:8px 0;background:var(--soft)}
li.alert{border-color:var(--alert)!important} li.watch{border-color:var(--watch)!important}
li b{text-transform:uppercase;font-size:12px;letter-spacing:.04em;margin-right:6px}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:4px 8px;border-bottom:1px solid var(--line)} th:first-child,td:first-child,.word{text-align:left}
.wide{overflow-x:auto}
th{color:var(--dim);font-weight:600} td.bar{width:38%;text-align:left} td.bar i{display:block;height:12px;background:var(--bar);border-radius:2px}
td.alarm{color:var(--alert);font-weight:600}
details{margin:12px 0;color:var(--dim)} nav{display:flex;flex-wrap:wrap;gap:4px 16px} nav a{color:var(--info);text-decoration:none;white-space:nowrap}
svg{display:block;width:100%;height:auto;margin:6px 0 2px}
@media print{main{padding:0;max-width:none} h2{break-before:page} tr,.card,li,svg{break-inside:avoid} details{display:block} nav{display:none!important}
 body{font-size:11pt} .bar i,.card,ul.tasks li{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// The part of a chart that stays at one height.
std::string level_line(double y, bool is_limit, double width) {
  return fmt::format(
      "<line x1=\"0\" x2=\"{0}\" y1=\"{1:.1f}\" y2=\"{1:.1f}\" stroke=\"{2}\" "
      "stroke-dasharray=\"{3}\"/>",
      width, y, is_limit ? "#b3261e" : "#dde2e9", is_limit ? "5 4" : "0");
}

std::string chart_svg(const ControlChart& chart) {
  constexpr double kWidth = 900;
  constexpr double kHeight = 140;
  const auto last = static_cast<double>(chart.points.size() - 1);
  const auto y = [&](double value) {
    return kHeight / 2 - value / chart.most * (kHeight / 2 - 12);
  };
  std::string points;
  std::string dots;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& point = chart.points[i];
    const double x = 20 + (kWidth - 40) * static_cast<double>(i) / last;
    points += fmt::format("{:.1f},{:.1f} ", x, y(point.value));
    dots += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\"><title>{}: {}</title></circle>",
        x, y(point.value), point.is_alarm ? 6 : 3, point.is_alarm ? "#b3261e" : "#3b6ea8",
        escaped(point.label), number_text(point.value));
  }
  std::string out = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\">", kWidth, kHeight);
  for (const double level : {chart.limit, 0.0, -chart.limit})
    out += level_line(y(level), level != 0.0, kWidth);
  return out + "<polyline fill=\"none\" stroke=\"#3b6ea8\" stroke-width=\"2\" points=\"" + points +
         "\"/>" + dots + "</svg>";
}

std::string cell_html(const metrics::Table::Cell& cell, bool is_word) {
  const std::string_view look = is_alarm(cell) ? " class=\"word alarm\""
                                : is_word      ? " class=\"word\""
                                               : "";
  return fmt::format("<td{}>{}</td>", look, escaped(cell_text(cell)));
}

std::string table_html(const metrics::Table& table) {
  std::string out = "<h3>" + escaped(table.title) + "</h3>";
  if (const auto chart = control_chart_of(table)) out += chart_svg(*chart);
  const std::vector<bool> words = word_columns(table);
  out += "<div class=\"wide\"><table><tr>";
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (words[i] ? "<th class=\"word\">" : "<th>") + escaped(table.columns[i]) + "</th>";
  const std::vector<double> bars = bars_of(table);
  out += bars.empty() ? "</tr>" : "<th></th></tr>";
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    out += "<tr>";
    for (std::size_t c = 0; c < words.size(); ++c)
      out += cell_html(table.rows[i][c], words[c]);
    if (!bars.empty())
      out += fmt::format("<td class=\"bar\"><i style=\"width:{:.1f}%\"></i></td>", 100 * bars[i]);
    out += "</tr>";
  }
  return out + "</table></div>\n";
}

std::string figures_html(const metrics::Chapter& chapter) {
  if (chapter.figures.empty()) return "";
  std::string out = "<table><tr><th>figure</th><th>value</th><th>rests on</th></tr>";
  for (const metrics::Figure& figure : chapter.figures) {
    out += fmt::format("<tr><td title=\"{}\">{}</td><td>{}</td><td class=\"dim\">{}</td></tr>",
                       escaped(figure.method), escaped(figure.title), escaped(figure_text(figure)),
                       number_text(static_cast<double>(figure.rests_on)));
  }
  return out + "</table>\n";
}

std::string advice_html(std::string_view urgency, std::string_view who, std::string_view text) {
  return fmt::format("<li class=\"{0}\"><b>{0}</b>{1}{2}</li>", urgency,
                     who.empty() ? "" : "<span class=\"dim\">" + escaped(who) + "</span> ",
                     escaped(text));
}

std::string chapter_html(const metrics::Chapter& chapter) {
  const metrics::MetricCard& card = *chapter.card;
  std::string out = fmt::format("<h2 id=\"{}\">{}</h2><p>{}</p>", card.id, escaped(card.title),
                                escaped(card.definition));
  if (!chapter.not_evaluated.empty())
    out += "<p><b>Not evaluated:</b> " + escaped(chapter.not_evaluated) + ".</p>";
  if (!chapter.advice.empty()) out += "<ul class=\"tasks\">";
  for (const metrics::Advice& advice : chapter.advice)
    out += advice_html(metrics::urgency_name(advice.urgency), "", advice.text);
  if (!chapter.advice.empty()) out += "</ul>";
  out += figures_html(chapter);
  for (const metrics::Table& table : chapter.tables)
    out += table_html(table);
  out += "<details open><summary>How it is computed, and what it does not say</summary><p>" +
         escaped(card.formula) + "</p><p>" + escaped(card.caution) + "</p>";
  if (!card.source.empty()) out += "<p>Source: " + escaped(card.source) + "</p>";
  return out + "</details>\n";
}

std::string card_html(const metrics::Figure& figure) {
  std::string range;
  if (!is_absent(figure.low))
    range = fmt::format(", {} to {}", number_text(figure.low), number_text(figure.high));
  return fmt::format("<div class=\"card\"><b>{} {}</b><span>{}{}</span></div>",
                     number_text(figure.value), escaped(figure.unit), escaped(figure.title), range);
}

std::string first_page(const Document& document) {
  std::string out = fmt::format(
      "<h1>{}</h1><p class=\"dim\">{} pairs from {} records; {} could not be "
      "read as pairs.</p>",
      escaped(document.title), number_text(static_cast<double>(document.pairs)),
      number_text(static_cast<double>(document.records)),
      number_text(static_cast<double>(document.quarantined)));
  for (const Headline& line : headlines(document)) {
    out += fmt::format("<h3>{}</h3><div class=\"cards\">", line.question);
    for (const metrics::Figure* figure : line.figures)
      out += card_html(*figure);
    out += "</div>";
  }
  out += "<h3>What to do</h3>";
  const std::vector<Task> list = tasks(document);
  if (list.empty()) return out + "<p>Nothing that the figures would tell.</p>";
  out += "<ul class=\"tasks\">";
  for (const Task& task : list) {
    out += advice_html(metrics::urgency_name(task.advice->urgency), task.chapter->title,
                       task.advice->text);
  }
  return out + "</ul>";
}

struct Html {
  static constexpr FormCard card{.id = "html", .ending = ".html", .title = "HTML in one file"};

  static Result<Written> write(const Document& document) {
    std::string out =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
        "name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" +
        escaped(document.title) + "</title><style>" + std::string(kStyle) +
        "</style></head><body><main>\n";
    out += first_page(document) + "<nav>";
    for (const metrics::Chapter& chapter : document.chapters)
      out += fmt::format("<a href=\"#{}\">{}</a>", chapter.card->id, escaped(chapter.card->title));
    out += "</nav>\n";
    for (const metrics::Chapter& chapter : document.chapters)
      out += chapter_html(chapter);
    out += "</main></body></html>\n";
    return Written{.bytes = std::move(out), .notes = {}};
  }
};

}  // namespace

const FormEntry& html() {
  return entry<Html>();
}

}  // namespace bmo::report
