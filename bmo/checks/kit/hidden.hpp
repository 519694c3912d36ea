// Finds characters that no reader sees.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bmo::checks {

/// The dearest first.
enum class HiddenKind : std::uint8_t { kHiddenText, kDirection, kControl, kZeroWidth, kSeen };

/// What kind of character `c` is, which stands in `text` from `begin` to `end`.
HiddenKind hidden_kind_of(char32_t c, std::string_view text, std::size_t begin, std::size_t end);

struct Hidden {
  HiddenKind kind = HiddenKind::kSeen;
  char32_t code_point = 0;
  std::size_t at = 0;
};

/// The first hidden character of a text; kSeen where there is none.
Hidden find_hidden(std::string_view text);

}  // namespace bmo::checks
