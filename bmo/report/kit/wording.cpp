// Digits, and what comes first.
#include "bmo/report/kit/wording.hpp"

#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"

namespace bmo::report {
namespace {

/// nullptr where the document does not have it, or not its value.
const metrics::Figure* find_figure(const Document& document, std::string_view id) {
  for (const metrics::Chapter& chapter : document.chapters) {
    for (const metrics::Figure& figure : chapter.figures) {
      if (figure.id == id && !is_absent(figure.value)) return &figure;
    }
  }
  return nullptr;
}

}  // namespace

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

std::vector<Headline> headlines(const Document& document) {
  struct Asked {
    std::string_view question;
    std::vector<std::string_view> ids;
  };
  const std::array<Asked, 3> all{
      {{"What it is", {"pairs.total", "pairs.seeds", "pairs.expansion", "topics.count"}},
       {"How good it is",
        {"quality.mean.soundness", "topics.balance", "diversity.mtld", "voice.drifts"}},
       {"What it is worth",
        {"pairs.success", "roi.cost_per_pair", "roi.multiplication", "roi.return"}}}};
  std::vector<Headline> out;
  for (const Asked& asked : all) {
    Headline line{.question = asked.question, .figures = {}};
    for (const std::string_view id : asked.ids) {
      if (const metrics::Figure* figure = find_figure(document, id)) line.figures.push_back(figure);
    }
    if (!line.figures.empty()) out.push_back(std::move(line));
  }
  return out;
}

std::vector<bool> word_columns(const metrics::Table& table) {
  std::vector<bool> out(table.columns.size(), false);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = i == 0 || std::any_of(table.rows.begin(), table.rows.end(),
                                   [i](const auto& row) { return !row[i].text.empty(); });
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
