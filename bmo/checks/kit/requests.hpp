// Tells whether an instruction asks for anything.
#pragma once
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {

/// Is there a question, a request or an imperative verb where a clause may begin with one? English
/// alone is judged; all else counts as a request.
bool holds_request(const Exchange& exchange);

}  // namespace bmo::checks
