// Knows the special tokens of published tokenizers.
#pragma once
#include <string_view>

namespace bmo::checks {

/// The token that `text` begins with; empty where there is none.
std::string_view token_at(std::string_view text);
/// The token that `text` ends with; empty where there is none.
std::string_view token_ending(std::string_view text);
/// The first token in `text`, a view of it; empty where there is none.
std::string_view find_token(std::string_view text);

}  // namespace bmo::checks
