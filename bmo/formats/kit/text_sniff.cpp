// Guesses what kind of text a file starts with.
#include "bmo/formats/kit/text_sniff.hpp"

#include <algorithm>
#include <array>

#include "bmo/formats/kit/text_json.hpp"
#include "bmo/formats/kit/text_scan.hpp"

namespace bmo::formats {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  Encoding encoding;
};

// UTF-32 before UTF-16: the mark of the one begins like that of the other.
constexpr std::array kSignatures{
    Signature{"\xFF\xFE\0\0"sv, Encoding::kUtf32le},
    Signature{"\0\0\xFE\xFF"sv, Encoding::kUtf32be},
    Signature{"\xFF\xFE"sv, Encoding::kUtf16le},
    Signature{"\xFE\xFF"sv, Encoding::kUtf16be},
    Signature{"\x7F"
              "ELF"sv,
              Encoding::kBinary},
    Signature{"\x89PNG"sv, Encoding::kBinary},
    Signature{"%PDF-"sv, Encoding::kBinary},
    Signature{"PK\x03\x04"sv, Encoding::kBinary},
    Signature{"\xFF\xD8\xFF"sv, Encoding::kBinary},
    Signature{"SQLite format 3"sv, Encoding::kBinary},
};

/// Where NUL bytes stand in the first bytes, by position modulo four.
Encoding guess_by_nuls(std::string_view start) {
  std::array<std::size_t, 4> nuls{};
  for (std::size_t i = 0; i < start.size(); ++i)
    nuls[i % 4] += start[i] == '\0' ? 1 : 0;
  const std::size_t quarter = start.size() / 4;
  if (quarter == 0) return Encoding::kText;
  const auto full = [&](std::size_t i) { return nuls[i] * 4 >= quarter * 3; };
  const auto clear = [&](std::size_t i) { return nuls[i] == 0; };
  if (clear(0) && full(1) && full(2) && full(3)) return Encoding::kUtf32le;
  if (full(0) && full(1) && full(2) && clear(3)) return Encoding::kUtf32be;
  if (clear(0) && clear(2) && full(1) && full(3)) return Encoding::kUtf16le;
  if (full(0) && full(2) && clear(1) && clear(3)) return Encoding::kUtf16be;
  return Encoding::kText;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
}

/// The first line that is not blank, and what follows it.
struct FirstLine {
  std::string_view line;
  std::string_view rest;
  bool ends = false;
};

FirstLine first_line(std::string_view text) {
  const std::size_t end = find_byte(text, 0, '\n');
  if (end == text.size()) return {text, {}, false};
  return {text.substr(0, end), text.substr(end + 1), true};
}

std::string_view skip_blank(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

JsonShape guess_array(const FirstLine& first, bool closed) {
  const std::string_view more = skip_blank(first.rest);
  const bool lines = closed && (more.starts_with('[') || more.starts_with('{'));
  return lines ? JsonShape::kLines : JsonShape::kArray;
}

}  // namespace

std::string_view without_mark(std::string_view head) {
  return head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head;
}

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kText:
      return "text";
    case Encoding::kUtf16le:
      return "UTF-16LE";
    case Encoding::kUtf16be:
      return "UTF-16BE";
    case Encoding::kUtf32le:
      return "UTF-32LE";
    case Encoding::kUtf32be:
      return "UTF-32BE";
    case Encoding::kBinary:
      return "binary";
  }
  return "binary";
}

Encoding guess_encoding(std::string_view head) {
  for (const Signature& signature : kSignatures) {
    if (head.starts_with(signature.bytes)) return signature.encoding;
  }
  const std::string_view start = head.substr(0, 64);
  const Encoding by_nuls = guess_by_nuls(start);
  if (by_nuls != Encoding::kText) return by_nuls;
  const auto controls = std::count_if(head.begin(), head.end(), is_control);
  const bool many = static_cast<std::size_t>(controls) * 20 > head.size();
  return many ? Encoding::kBinary : Encoding::kText;
}

JsonShape guess_json(std::string_view head) {
  const std::string_view text = skip_blank(without_mark(head));
  if (!text.starts_with('{') && !text.starts_with('[')) return JsonShape::kNone;
  const FirstLine first = first_line(text);
  Nesting nesting;
  std::size_t at = 0;
  const Nesting::State state = nesting.read(first.line, at);
  const bool closed = state == Nesting::State::kDone;
  if (text.starts_with('[')) return guess_array(first, closed);
  if (!first.ends) {
    if (!closed) return JsonShape::kLongLine;
    return is_blank_line(first.line.substr(at)) ? JsonShape::kOneLine : JsonShape::kLines;
  }
  const std::string_view more = skip_blank(first.rest);
  if (closed && more.empty()) return JsonShape::kOneLine;
  return closed || more.starts_with('{') ? JsonShape::kLines : JsonShape::kSpread;
}

}  // namespace bmo::formats
