// Tells program text from prose, and whether its brackets are closed.
#pragma once
#include <cstdint>
#include <string_view>

#include "bmo/base/text.hpp"

namespace bmo::facts {

/// Calls `visit` with each line, trimmed at both ends.
template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(trim_ascii(text.substr(0, end)));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// Lines that open or close a Markdown code fence.
std::size_t count_fences(std::string_view text);

/// Is the text mostly code, by how its lines begin and end?
bool is_program_text(std::string_view text);

enum class ProgramText : std::uint8_t { kJson, kCode };

/// Are more brackets opened than closed outside of texts (and comments, in code)? Never true where
/// brackets close that were not opened: then the text is something else. In JSON an open text
/// counts as well.
bool has_open_brackets(std::string_view text, ProgramText kind);

/// Program text that cannot end here: open brackets, or a last line that begins a block.
bool is_open_program(std::string_view text, std::string_view last_line);

}  // namespace bmo::facts
