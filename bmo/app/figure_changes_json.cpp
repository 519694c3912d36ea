// Writes one object for each figure.
#include "bmo/app/figure_changes_json.hpp"

namespace bmo::app {
namespace {

using json::Dom;

Dom number_dom(double value) {
  return is_absent(value) ? Dom() : Dom(value);
}

}  // namespace

Dom changes_dom(const std::vector<FigureChange>& changes) {
  Dom out = Dom::array();
  for (const FigureChange& change : changes) {
    Dom& one = out.emplace_back(Dom{{"id", change.id},
                                    {"title", change.title},
                                    {"before", number_dom(change.before)},
                                    {"after", number_dom(change.after)},
                                    {"change", number_dom(change.delta)},
                                    {"beyond_noise", Dom()}});
    if (!change.unit.empty()) one["unit"] = change.unit;
    if (change.beyond_noise != "-") one["beyond_noise"] = change.beyond_noise == "yes";
  }
  return out;
}

}  // namespace bmo::app
