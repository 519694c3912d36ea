// Looks figures up by id and subtracts.
#include "bmo/app/figure_changes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/change.hpp"

namespace bmo::app {
namespace {

using FiguresById = std::map<std::string_view, const metrics::Figure*>;

FiguresById by_id(const std::vector<metrics::Chapter>& chapters) {
  FiguresById out;
  for (const metrics::Chapter& chapter : chapters) {
    for (const metrics::Figure& figure : chapter.figures)
      out.emplace(figure.id, &figure);
  }
  return out;
}

FigureChange alone(const metrics::Figure& figure) {
  return {.id = figure.id, .title = figure.title, .unit = figure.unit, .beyond_noise = "-"};
}

bool is_named(const FigureChange& change, std::string_view name) {
  return change.id == name ||
         (change.id.ends_with(name) && change.id[change.id.size() - name.size() - 1] == '.');
}

Error bad_limit(const std::string& text, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_LIMIT",
          .message = "`" + excerpt(text) + "` is no condition",
          .why = std::move(why),
          .hint =
              "name same, metadata, moved, edited, new or gone, or a figure with the change that "
              "is too much: \"mtld<-5\", \"response_words>10%\""};
}

}  // namespace

std::vector<FigureChange> figure_changes(const std::vector<metrics::Chapter>& before,
                                         const std::vector<metrics::Chapter>& after) {
  const FiguresById earlier = by_id(before);
  const FiguresById later = by_id(after);
  std::vector<FigureChange> out;
  for (const metrics::Chapter& chapter : after) {
    for (const metrics::Figure& figure : chapter.figures) {
      FigureChange& change = out.emplace_back(alone(figure));
      change.after = figure.value;
      const auto then = earlier.find(figure.id);
      if (then == earlier.end()) continue;
      const metrics::Change difference = metrics::change_between(*then->second, figure);
      change.before = then->second->value;
      change.delta = difference.delta;
      change.beyond_noise = difference.verdict();
    }
  }
  for (const auto& [id, figure] : earlier) {
    if (later.contains(id)) continue;
    out.push_back(alone(*figure));
    out.back().before = figure->value;
  }
  return out;
}

Result<FigureLimit> parse_limit(const std::string& text) {
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string::npos || sign == 0) return bad_limit(text, "it holds no < or >");
  FigureLimit out{.text = text, .figure = text.substr(0, sign), .above = text[sign] == '>'};
  std::string_view number = std::string_view(text).substr(sign + 1);
  out.relative = number.ends_with('%');
  if (out.relative) number.remove_suffix(1);
  if (number.starts_with('+')) number.remove_prefix(1);
  const char* const end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, out.limit);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(out.limit))
    return bad_limit(text, "what follows " + std::string(1, text[sign]) + " is no number");
  return out;
}

Result<bool> is_passed(const FigureLimit& limit, const std::vector<FigureChange>& changes) {
  std::vector<std::string_view> known;
  for (const FigureChange& change : changes) {
    known.push_back(change.id);
    if (!is_named(change, limit.figure)) continue;
    const double delta =
        limit.relative ? 100 * change.delta / std::abs(change.before) : change.delta;
    if (is_absent(delta)) return false;
    return limit.above ? delta > limit.limit : delta < limit.limit;
  }
  return bad_limit(limit.text, "no figure that was worked out has this name" +
                                   did_you_mean(limit.figure, known));
}

}  // namespace bmo::app
