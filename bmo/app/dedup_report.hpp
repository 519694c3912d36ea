// Reads the report on duplicates of a run into an answer.
#pragma once
#include "bmo/app/dedup_answer.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::app {

/// `report`: as runs write it to duplicates.json.
DedupAnswer dedup_answer(const json::Dom& report);

}  // namespace bmo::app
