// Walks plainly spelled JSON along the shape of its schema, a value at a time.
#include "bmo/table/json_plain.hpp"

#include <bit>
#include <charconv>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "bmo/base/text.hpp"
#include "bmo/json/grammar.hpp"

namespace bmo::table {
namespace {

#if defined(__SSE2__)
/// A bit for each of 16 bytes that ends a run of a string's plain text.
unsigned stops(const char* at) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i control =
      _mm_cmpeq_epi8(_mm_max_epu8(block, _mm_set1_epi8(0x1F)), _mm_set1_epi8(0x1F));
  const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  const __m128i escape = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(
      _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, escape))));
}
#endif

bool is_stop(char byte) {
  return byte == '"' || byte == '\\' || static_cast<unsigned char>(byte) < 0x20;
}

/// The first quote, backslash or control character from `at` on, or a place at or behind `end`.
const char* next_stop(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; at < end; at += 16) {
    const unsigned mask = stops(at);
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at < end && !is_stop(*at))
    ++at;
  return at;
}

/// The quote that ends a string from `at` on; nullptr where none does.
const char* closing_quote(const char* at, const char* end, bool& has_escapes) {
  has_escapes = false;
  for (;;) {
    at = next_stop(at, end);
    if (at >= end || static_cast<unsigned char>(*at) < 0x20) return nullptr;
    if (*at == '"') return at;
    has_escapes = true;
    at += 2;
  }
}

/// Of two texts of `size` bytes; keys are short, and a call of memcmp takes longer than the loads.
bool same_bytes(const char* a, const char* b, std::size_t size) {
  const auto word = [](const char* at) {
    std::uint64_t out = 0;
    std::memcpy(&out, at, sizeof out);
    return out;
  };
  if (size < 8 || size > 16) return std::memcmp(a, b, size) == 0;
  return word(a) == word(b) && word(a + size - 8) == word(b + size - 8);
}

bool has_fraction(std::string_view number) {
  return number.find_first_of(".eE") != std::string_view::npos;
}

template <typename Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Is the key spelled as it is named?
bool is_plain_key(std::string_view name) {
  for (const char byte : name) {
    if (is_stop(byte) || static_cast<unsigned char>(byte) >= 0x80) return false;
  }
  return true;
}

}  // namespace

PlainJson::PlainJson(const Schema& schema) : shapes_(shapes_of(schema)) {}

/// A key that needs an escape gets a spelling that no text has, so that its rows are left alone.
std::vector<PlainJson::Shape> PlainJson::shapes_of(const std::vector<Field>& fields) {
  std::vector<Shape> out;
  for (const Field& field : fields) {
    out.push_back({.key = is_plain_key(field.name) ? '"' + field.name + "\":" : "\n",
                   .kind = field.kind,
                   .optional = field.optional,
                   .nested = field.nested,
                   .whole = field.whole,
                   .children = shapes_of(field.children)});
  }
  return out;
}

bool PlainJson::add_row(Hash128& row, std::string_view text) {
  return start(row, text) && finish(row, skip("{") && object(shapes_, 0));
}

bool PlainJson::add_value(Hash128& row, std::size_t index, Place place, std::string_view text) {
  return start(row, text) && finish(row, value(shapes_[index], place));
}

bool PlainJson::start(Hash128& row, std::string_view text) {
  at_ = text.data();
  end_ = at_ + text.size();
  row_ = row;
  return find_invalid_utf8(text) == std::string_view::npos;
}

bool PlainJson::finish(Hash128& row, bool is_plain) const {
  row = row_;
  return is_plain && at_ == end_;
}

bool PlainJson::skip(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() ||
      !same_bytes(at_, word.data(), word.size())) {
    return false;
  }
  at_ += word.size();
  return true;
}

bool PlainJson::value(const Shape& shape, Place place) {
  switch (shape.kind) {
    case ColumnKind::kText:
      return text(shape, place);
    case ColumnKind::kJson:
      return shape.nested ? null(shape, place) : text(shape, place);
    case ColumnKind::kReal:
      return null(shape, place) || real(shape, place);
    case ColumnKind::kInteger:
      return integer(place);
    case ColumnKind::kFlag:
      return null(shape, place) || flag(shape, place);
    case ColumnKind::kList:
      return list(shape, place);
    case ColumnKind::kStruct:
      return structure(shape, place);
  }
  return false;
}

bool PlainJson::null(const Shape& shape, Place place) {
  if (!skip("null")) return false;
  if (shape.optional) add(row_, place, Tag::kNull);
  return true;
}

bool PlainJson::text(const Shape& shape, Place place) {
  std::string_view text;
  if (!string(text)) return false;
  if (!text.empty()) {
    add(row_, place, Tag::kText, text);
  } else if (shape.optional) {
    add(row_, place, Tag::kGiven);
  }
  return true;
}

bool PlainJson::string(std::string_view& text) {
  if (!skip("\"")) return false;
  bool has_escapes = false;
  const char* const close = closing_quote(at_, end_, has_escapes);
  if (close == nullptr) return false;
  text = {at_, static_cast<std::size_t>(close - at_)};
  at_ = close + 1;
  if (!has_escapes) return true;
  if (!json::are_escapes_valid(text)) return false;
  if (unescaped_.size() < text.size()) unescaped_.resize(text.size());
  text = {unescaped_.data(), json::unescape(text, unescaped_.data())};
  return true;
}

std::string_view PlainJson::number() {
  const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  const std::string_view number = rest.substr(0, json::number_length(rest));
  at_ += number.size();
  return number;
}

bool PlainJson::real(const Shape& shape, Place place) {
  const std::string_view text = number();
  double real = 0;
  if (!has_fraction(text)) {
    std::int64_t integer = 0;
    if (!shape.whole || !read_number(text, integer)) return false;
    real = static_cast<double>(integer);
  } else if (!read_number(text, real)) {
    return false;
  }
  add(row_, place, Tag::kReal, std::bit_cast<std::uint64_t>(real));
  return true;
}

bool PlainJson::integer(Place place) {
  std::int64_t integer = 0;
  if (!read_number(number(), integer)) return false;
  if (integer != 0) add(row_, place, Tag::kInteger, static_cast<std::uint64_t>(integer));
  return true;
}

bool PlainJson::flag(const Shape&, Place place) {
  const bool is_true = skip("true");
  if (!is_true && !skip("false")) return false;
  add(row_, place, is_true ? Tag::kTrue : Tag::kFalse);
  return true;
}

bool PlainJson::list(const Shape& shape, Place place) {
  if (skip("[]")) {
    if (shape.optional) add(row_, place, Tag::kGiven);
    return true;
  }
  if (!skip("[")) return false;
  std::size_t count = 0;
  do {
    if (!value(shape.children[0], element_place(place, count++))) return false;
  } while (skip(","));
  add(row_, place, Tag::kCount, count);
  return skip("]");
}

bool PlainJson::structure(const Shape& shape, Place place) {
  if (!skip("{")) return false;
  if (shape.optional) add(row_, place, Tag::kGiven);
  return object(shape.children, place);
}

bool PlainJson::object(const std::vector<Shape>& fields, Place place) {
  bool is_first = true;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const char* const before = at_;
    if ((is_first || skip(",")) && skip(fields[i].key)) {
      if (!value(fields[i], field_place(place, i))) return false;
      is_first = false;
    } else if (fields[i].optional) {
      at_ = before;
    } else {
      return false;
    }
  }
  return skip("}");
}

}  // namespace bmo::table
