// What a trainer will see of a set, as a table.
#pragma once
#include <string>

#include "bmo/app/app.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

/// Sums, what the template does to roles, and one row for each sequence length.
std::string tokens_text(const app::TokensAnswer& tokens, const Style& style);

}  // namespace bmo::cli
