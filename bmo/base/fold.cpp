// Thin cover over utf8proc, so that no other file names it; ASCII never reaches the library.
//
// An ASCII character composes with nothing before it, so each run of other characters is folded
// together with the one ASCII character before it (an accent may belong to that) and no more.
#include "bmo/base/fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include <utf8proc.h>

#include "bmo/base/text.hpp"

namespace bmo {
namespace {

constexpr auto kOptions = static_cast<utf8proc_option_t>(
    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

bool is_ascii_byte(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// Characters that folding leaves alone and that no accent changes: they need no library.
bool is_inert(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3001 || c == 0x3002 || c == 0x2013 || c == 0x2014 ||
         (c >= 0x2018 && c <= 0x201D);
}

/// Writes what utf8proc makes of `run` into `buffer`; false where that does not hold it.
bool fold_into(std::string_view run, std::span<utf8proc_int32_t> buffer, std::string& out) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(run.data());
  const auto room = static_cast<utf8proc_ssize_t>(buffer.size()) - 1;
  const utf8proc_ssize_t count = utf8proc_decompose(
      bytes, static_cast<utf8proc_ssize_t>(run.size()), buffer.data(), room, kOptions);
  if (count > room) return false;
  const utf8proc_ssize_t size =
      count < 0 ? count : utf8proc_reencode(buffer.data(), count, kOptions);
  if (size < 0) {
    out.append(run);
  } else {
    out.append(reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(size));
  }
  return true;
}

void append_run(std::string_view run, std::string& out) {
  std::array<utf8proc_int32_t, 256> small;
  if (run.empty() || fold_into(run, small, out)) return;
  // No character becomes more than 18 by decomposition.
  std::vector<utf8proc_int32_t> large(run.size() * 18 + 1);
  fold_into(run, large, out);
}

void append_lower(std::string_view ascii, std::string& out) {
  const std::size_t at = out.size();
  out.append(ascii);
  for (std::size_t i = at; i < out.size(); ++i) {
    const char c = out[i];
    out[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
}

std::size_t ascii_prefix(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + 8 <= text.size(); at += 8) {
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && is_ascii_byte(text[at]))
    ++at;
  return at;
}

/// The end of the characters from `at` that one call must fold together.
std::size_t run_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_ascii_byte(text[at])) {
    std::size_t next = at;
    if (is_inert(next_code_point(text, next))) return at;
    at = next;
  }
  return at;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return ascii_prefix(text) == text.size();
}

void append_folded(std::string_view text, std::string& out) {
  if (find_invalid_utf8(text) != std::string_view::npos) {
    append_lower(text, out);
    return;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t ascii = ascii_prefix(text.substr(at));
    if (at + ascii == text.size()) {
      append_lower(text.substr(at), out);
      return;
    }
    if (ascii > 1) append_lower(text.substr(at, ascii - 1), out);
    const std::size_t begin = ascii > 0 ? at + ascii - 1 : at;
    at += ascii;
    std::size_t next = at;
    if (is_inert(next_code_point(text, next))) {
      append_lower(text.substr(begin, at - begin), out);
      out.append(text.substr(at, next - at));
    } else {
      next = run_end(text, at);
      append_run(text.substr(begin, next - begin), out);
    }
    at = next;
  }
}

bool is_upper(char32_t code_point) {
  if (code_point < 0x80) return code_point >= 'A' && code_point <= 'Z';
  return utf8proc_category(static_cast<utf8proc_int32_t>(code_point)) == UTF8PROC_CATEGORY_LU;
}

void append_bare(std::string_view text, std::string& out) {
  std::vector<utf8proc_int32_t> apart(text.size() * 4 + 1);
  const utf8proc_ssize_t count =
      utf8proc_decompose(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), apart.data(),
                         static_cast<utf8proc_ssize_t>(apart.size()), UTF8PROC_DECOMPOSE);
  if (count < 0) {
    out.append(text);
    return;
  }
  apart.resize(std::min(apart.size(), static_cast<std::size_t>(count)));
  for (const utf8proc_int32_t c : apart) {
    if (utf8proc_category(c) == UTF8PROC_CATEGORY_MN) continue;
    append_utf8(out, static_cast<char32_t>(utf8proc_tolower(c)));
  }
}

bool is_punctuation(char32_t code_point) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

}  // namespace bmo
