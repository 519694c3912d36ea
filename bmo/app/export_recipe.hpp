// Reads what a person typed for a run: what is to be done, and with how much of the machine.
#pragma once
#include "bmo/app/export.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::app {

/// E_USAGE and its kin for what cannot be read; files that the request names are read, too.
Result<pipeline::Recipe> recipe_of(const ExportRequest& request, io::Disk& disk);

Result<pipeline::Effort> effort_of(const ExportRequest& request);

}  // namespace bmo::app
