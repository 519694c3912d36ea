// Words for bytes that are not UTF-8: which bytes, and the rule that they break.
#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/text.hpp"

namespace bmo {
namespace {

std::size_t length_by_lead(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  return lead >= 0xE0 ? 3 : 2;
}

const char* broken_rule(unsigned char lead, unsigned char second, std::size_t continued) {
  if (lead < 0xC0) return "a continuation byte without a start byte before it";
  if (lead < 0xC2) return "an overlong form";
  if (lead > 0xF4) return "a byte that UTF-8 never uses";
  if (continued > 0) {
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90))
      return "an overlong form";
    if (lead == 0xED && second > 0x9F) return "a surrogate, which UTF-8 forbids";
    if (lead == 0xF4 && second > 0x8F) return "a code point above U+10FFFF";
  }
  return "a start byte whose continuation bytes are missing";
}

}  // namespace

std::string describe_invalid_utf8(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  std::size_t continued = 0;
  const std::size_t most = std::min(length_by_lead(lead) - 1, text.size() - at - 1);
  if (lead >= 0xC0) {
    while (continued < most && (byte(at + 1 + continued) & 0xC0U) == 0x80)
      ++continued;
  }
  std::string out = continued == 0 ? "byte" : "bytes";
  for (std::size_t i = at; i <= at + continued; ++i)
    out += fmt::format(" 0x{:02X}", byte(i));
  return out + ": " + broken_rule(lead, continued > 0 ? byte(at + 1) : 0, continued);
}

}  // namespace bmo
