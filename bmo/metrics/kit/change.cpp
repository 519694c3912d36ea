// Adds the errors of two figures up.
#include "bmo/metrics/kit/change.hpp"

#include <algorithm>
#include <cmath>

#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

constexpr double kZ = 1.959964;

double error_of(const Figure& figure) {
  if (is_absent(figure.low) || is_absent(figure.high)) return kAbsent;
  return (figure.high - figure.low) / (2 * kZ);
}

}  // namespace

bool Change::is_beyond_noise() const {
  return is_known() && std::abs(delta) > kZ * error;
}

std::string_view Change::verdict() const {
  if (!is_known()) return "-";
  return is_beyond_noise() ? "yes" : "no";
}

Change change_between(const Figure& before, const Figure& after) {
  const double earlier = error_of(before);
  const double later = error_of(after);
  Change out{.delta = after.value - before.value};
  // Sums over the same pairs in another order differ by rounding.
  constexpr double kRounding = 1e-12;
  if (std::abs(out.delta) <= kRounding * std::abs(before.value)) out.delta = 0;
  if (!is_absent(earlier) && !is_absent(later)) out.error = std::hypot(earlier, later);
  return out;
}

void tell_changes(const EarlierSet& earlier, Chapter& chapter) {
  Table table{.id = std::string(chapter.card->id) + ".against." + earlier.name,
              .title = "Against " + earlier.name + ", measured " + earlier.created,
              .columns = {"figure", "then", "now", "change", "beyond noise"}};
  for (const Figure& figure : chapter.figures) {
    const auto then = std::find_if(earlier.figures.begin(), earlier.figures.end(),
                                   [&](const Figure& other) { return other.id == figure.id; });
    if (then == earlier.figures.end()) continue;
    const Change change = change_between(*then, figure);
    table.rows.push_back({text_cell(figure.title), number_cell(then->value),
                          number_cell(figure.value), number_cell(change.delta),
                          text_cell(change.verdict())});
  }
  if (!table.rows.empty()) chapter.tables.push_back(std::move(table));
}

}  // namespace bmo::metrics
