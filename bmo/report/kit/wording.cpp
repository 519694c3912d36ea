// Digits, and what comes first.
#include "bmo/report/kit/wording.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"

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

std::string sound_text(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string out;
  while (!text.empty()) {
    const std::string_view valid = text.substr(0, find_invalid_utf8(text));
    for (const char byte : valid) {
      const bool is_control =
          static_cast<unsigned char>(byte) < 0x20 && byte != '\n' && byte != '\t';
      if (is_control) {
        out += kReplacement;
      } else {
        out += byte;
      }
    }
    text.remove_prefix(valid.size());
    if (text.empty()) break;
    out += kReplacement;
    text.remove_prefix(1);
  }
  return out;
}

std::string_view cut_text(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  const auto goes_on = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (most > 0 && goes_on(most))
    --most;
  return text.substr(0, most);
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
