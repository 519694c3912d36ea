// The table that is part of the program: the bytes of assets/embed/english.table.
#include "bmo/embed/table.hpp"

// The assembler copies the file in; no compiler has to read four million numbers.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    ".local bmo_english_table\n"
    "bmo_english_table:\n"
    ".incbin \"" BMO_ENGLISH_TABLE
    "\"\n"
    ".local bmo_english_table_end\n"
    "bmo_english_table_end:\n"
    ".byte 0\n"
    ".previous\n");

extern const char bmo_english_table[] __attribute__((visibility("hidden")));
extern const char bmo_english_table_end[] __attribute__((visibility("hidden")));

namespace bmo::embed {

Result<std::unique_ptr<StaticTable>> builtin_table() {
  const auto size = static_cast<std::size_t>(bmo_english_table_end - bmo_english_table);
  BMO_TRY_AS(TableParts parts, read_table({bmo_english_table, size}));
  return std::make_unique<StaticTable>(std::move(parts));
}

}  // namespace bmo::embed
