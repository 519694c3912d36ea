// Digits, and what comes first.
#include "bmo/report/kit/wording.hpp"

#include <algorithm>
#include <array>

namespace bmo::report {

std::string figure_text(const metrics::Figure& figure) {
  std::string out = number_text(figure.value);
  if (!figure.unit.empty()) out += " " + figure.unit;
  if (!is_absent(figure.low))
    out += " (" + number_text(figure.low) + " to " + number_text(figure.high) + ")";
  return out;
}

std::string cell_text(const metrics::Table::Cell& cell) {
  return cell.text.empty() ? number_text(cell.number) : cell.text;
}

std::vector<const metrics::Figure*> headline(const Document& document) {
  constexpr auto kFirst = std::to_array<std::string_view>(
      {"pairs.total", "pairs.expansion", "pairs.success", "quality.mean.soundness",
       "topics.balance", "diversity.mtld", "voice.drifts", "roi.cost_per_pair",
       "roi.multiplication", "roi.return"});
  std::vector<const metrics::Figure*> out;
  for (const std::string_view id : kFirst) {
    for (const metrics::Chapter& chapter : document.chapters) {
      for (const metrics::Figure& figure : chapter.figures) {
        if (figure.id == id && !is_absent(figure.value)) out.push_back(&figure);
      }
    }
  }
  return out;
}

std::vector<Task> tasks(const Document& document) {
  std::vector<Task> out;
  for (const metrics::Chapter& chapter : document.chapters) {
    for (const metrics::Advice& advice : chapter.advice)
      out.push_back({chapter.card, &advice});
  }
  std::stable_sort(out.begin(), out.end(), [](const Task& a, const Task& b) {
    return a.advice->urgency > b.advice->urgency;
  });
  return out;
}

}  // namespace bmo::report
