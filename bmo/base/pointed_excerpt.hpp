// Cuts the part of a record around a byte, for a message that points at it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo {

struct PointedExcerpt {
  std::string text;       ///< At most about 80 characters, escaped, "..." where it is cut.
  std::size_t caret = 0;  ///< The character of `text` that stands for the byte, from 1; 0: none.
};

/// `column` counts bytes of `record` from 1; 0 (not known) gives its start without a caret.
PointedExcerpt excerpt_around(std::string_view record, std::uint64_t column);

}  // namespace bmo
