// Reads the marks of list items: "- ", "2.", "b)".
#pragma once
#include <cstdint>
#include <string_view>

namespace bmo::facts {

struct ListLine {
  bool is_item = false;
  std::uint32_t number = 0;  ///< Of a numbered item; 0: it has none.
  std::string_view text;     ///< Behind the mark, trimmed.
};

/// What a trimmed line is; `text` is the line where it is no item.
ListLine read_list_line(std::string_view line);

/// How many items with text a text has, and its highest number.
struct ListCount {
  std::uint32_t items = 0;
  std::uint32_t highest = 0;
};
ListCount count_items(std::string_view text);

}  // namespace bmo::facts
