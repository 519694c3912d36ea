// Carries batches from a source to a sink: plan, blocks, progress, resume, decide. The only folder
// with threads in its interface.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/pipeline/progress.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/run.hpp"
