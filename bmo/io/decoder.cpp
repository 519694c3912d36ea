// Tells kinds of compression by their first bytes, and words what can be wrong in a stream.
#include "bmo/io/decoder.hpp"

#include <utility>

#include "bmo/base/text.hpp"

namespace bmo::io {
namespace {

using std::string_view_literals::operator""sv;

bool is_skippable_zstd(std::string_view head) {
  return head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xF0U) == 0x50 &&
         head.substr(1, 3) == "\x2A\x4D\x18"sv;
}

}  // namespace

Wrapping recognise(std::string_view head) {
  if (head.starts_with("\x1F\x8B"sv)) return Wrapping::kGzip;
  if (head.starts_with("\x28\xB5\x2F\xFD"sv) || is_skippable_zstd(head)) return Wrapping::kZstd;
  if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) return Wrapping::kZip;
  if (head.starts_with("\xFD\x37zXZ\0"sv)) return Wrapping::kForeign;
  const bool is_bzip2 = head.size() >= 6 && head.starts_with("BZh"sv) && head[3] >= '1' &&
                        head[3] <= '9' && head.substr(4, 2) == "\x31\x41"sv;
  return is_bzip2 ? Wrapping::kForeign : Wrapping::kNone;
}

std::string_view wrapping_name(Wrapping wrapping) {
  constexpr std::string_view kNames[] = {"plain", "gzip", "zstd", "zip", "xz or bzip2"};
  return kNames[static_cast<std::size_t>(wrapping)];
}

Error bad_source(std::string code, const std::string& display, std::uint64_t byte) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = std::move(code);
  error.place.file = display;
  error.place.byte = byte;
  return error;
}

Error truncated_source(const std::string& display, std::uint64_t byte) {
  Error error = bad_source("E_TRUNCATED", display, byte);
  error.message = "the compressed file ends too early";
  error.why = "its data stops at compressed byte " + format_count(byte) +
              ", before the end that the format demands";
  error.hint = "copy or download the file again; it is not complete";
  return error;
}

Error damaged_source(const std::string& display, std::uint64_t byte, std::string_view observed) {
  Error error = bad_source("E_CHECKSUM", display, byte);
  error.message = "the compressed data is damaged";
  error.why = "at compressed byte " + format_count(byte) + ": " + excerpt(observed);
  error.hint = "copy or download the file again; what it holds cannot be trusted";
  return error;
}

Error trailing_source(const std::string& display, std::uint64_t byte, std::string_view kind) {
  Error error = bad_source("E_TRAILING", display, byte);
  error.message = "other bytes follow the compressed data";
  error.why = "the " + std::string(kind) + " data ends at compressed byte " + format_count(byte) +
              ", and what follows is no " + std::string(kind);
  error.hint = "cut it with: head -c " + std::to_string(byte) + " '" + display +
               "' > FIXED; or compress the data again";
  return error;
}

Error window_source(const std::string& display, std::uint64_t byte, std::uint64_t window,
                    std::uint64_t limit) {
  Error error = bad_source("E_WINDOW", display, byte);
  error.message = "the zstd data asks for too large a window";
  error.why = "its header asks for " + format_size(window) + " of memory, the limit is " +
              format_size(limit);
  error.hint = "if you trust it, unpack it first: zstd -d --long=31 '" + display + "'";
  return error;
}

}  // namespace bmo::io
