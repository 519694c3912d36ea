// Small questions about text that every folder asks: UTF-8, blankness, sizes, nearest names.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bmo {

/// Byte offset of the first byte that breaks UTF-8 (overlong forms, surrogates and truncated
/// sequences included), or npos.
std::size_t find_invalid_utf8(std::string_view text);
/// "byte 0xE9: a start byte whose continuation bytes are missing", for the byte that
/// `find_invalid_utf8` found.
std::string describe_invalid_utf8(std::string_view text, std::size_t at);

/// Nothing but white space: Unicode White_Space, zero-width space/joiners, word joiner, BOM.
bool is_blank(std::string_view text);

/// Decodes the code point at `at` (valid UTF-8) and moves `at` behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t code_point);

/// At most `limit` bytes of `text` for a message: control characters, quotes of no kind changed,
/// ESC, bidi and invisible characters as \xNN or \u{NNNN}, invalid bytes as \xNN, "..." at a cut.
std::string excerpt(std::string_view text, std::size_t limit = 80);

/// "64MiB", "1.5G", "512k", "1000" -> bytes (k = 1000, Ki = 1024; a bare M means MiB).
std::optional<std::uint64_t> parse_size(std::string_view text);
/// "64 MiB", "1.5 GiB", "312 B".
std::string format_size(std::uint64_t bytes);
/// 1234567 -> "1,234,567".
std::string format_count(std::uint64_t count);

/// The names within a third of `name`'s length in edit distance, nearest first, at most three.
std::vector<std::string> nearest(std::string_view name, std::span<const std::string_view> known);
/// "; did you mean `a` or `b`?" or "" where nothing is near.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> known);

/// Does `text` match a glob of `*`, `?` and `[...]`? `*` does not cross '/'; `**` does.
bool glob_match(std::string_view pattern, std::string_view text);

std::string lower_ascii(std::string_view text);
std::string_view trim_ascii(std::string_view text);

}  // namespace bmo
