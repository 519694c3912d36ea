// Changes of figures as JSON.
#pragma once
#include <vector>

#include "bmo/app/figure_changes.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {

/// Objects with id, title, before, after, change and beyond_noise (true, false, or null where a
/// figure has no interval); numbers that are not known are null.
json::Dom changes_dom(const std::vector<FigureChange>& changes);

}  // namespace bmo::app
