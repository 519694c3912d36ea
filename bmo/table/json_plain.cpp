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

PlainJson::PlainJson(const Schema& schema) : row_members_(members_of(schema)) {}

/// A key that needs an escape gets a spelling that no text has, so that its rows are left alone.
PlainJson::Members PlainJson::members_of(const std::vector<Field>& fields) {
  Members out;
  for (const Field& field : fields) {
    out.shapes.push_back({.key = is_plain_key(field.name) ? '"' + field.name + "\":" : "\n",
                          .kind = field.kind,
                          .optional = field.optional,
                          .nested = field.nested,
                          .whole = field.whole,
                          .members = members_of(field.children)});
  }
  out.unset.resize(fields.size());
  std::string rest = "}";
  for (std::size_t i = fields.size(); i-- > 0;) {
    const std::string value = unset_value(out.shapes[i]);
    if (value.empty()) break;
    rest = out.shapes[i].key + value + rest;
    if (i > 0) rest.insert(0, 1, ',');
    out.unset[i] = rest;
  }
  return out;
}

std::string PlainJson::unset_value(const Shape& shape) {
  if (shape.optional) return {};
  switch (shape.kind) {
    case ColumnKind::kText:
      return "\"\"";
    case ColumnKind::kJson:
      return shape.nested ? "null" : "\"\"";
    case ColumnKind::kReal:
    case ColumnKind::kFlag:
      return "null";
    case ColumnKind::kInteger:
      return "0";
    case ColumnKind::kList:
      return "[]";
    case ColumnKind::kStruct:
      break;
  }
  const std::vector<std::string>& unset = shape.members.unset;
  return unset.empty() || unset[0].empty() ? "" : '{' + unset[0];
}

bool PlainJson::add_row(Hash128& row, std::string_view text) {
  return start(row, text) && finish(row, skip("{") && object(row_members_, 0));
}

bool PlainJson::add_value(Hash128& row, std::size_t index, std::string_view text) {
  return start(row, text) &&
         finish(row, value(row_members_.shapes[index], {.parent = 0, .index = index}));
}

bool PlainJson::start(Hash128& row, std::string_view text) {
  at_ = text.data();
  end_ = at_ + text.size();
  row_ = row;
  return true;
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

bool PlainJson::value(const Shape& shape, Spot spot) {
  switch (shape.kind) {
    case ColumnKind::kText:
      return text(shape, spot);
    case ColumnKind::kJson:
      return shape.nested ? null(shape, spot) : text(shape, spot);
    case ColumnKind::kReal:
      return null(shape, spot) || real(shape, spot);
    case ColumnKind::kInteger:
      return integer(spot);
    case ColumnKind::kFlag:
      return null(shape, spot) || flag(spot);
    case ColumnKind::kList:
      return list(shape, spot);
    case ColumnKind::kStruct:
      return structure(shape, spot);
  }
  return false;
}

bool PlainJson::null(const Shape& shape, Spot spot) {
  if (!skip("null")) return false;
  if (shape.optional) add(row_, spot.place(), Tag::kNull);
  return true;
}

bool PlainJson::text(const Shape& shape, Spot spot) {
  std::string_view text;
  if (!string(text)) return false;
  if (!text.empty()) {
    add(row_, spot.place(), Tag::kText, text);
  } else if (shape.optional) {
    add(row_, spot.place(), Tag::kGiven);
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
  if (text.empty()) return true;
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
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

bool PlainJson::real(const Shape& shape, Spot spot) {
  const std::string_view text = number();
  double real = 0;
  if (!has_fraction(text)) {
    std::int64_t integer = 0;
    if (!shape.whole || !read_number(text, integer)) return false;
    real = static_cast<double>(integer);
  } else if (!read_number(text, real)) {
    return false;
  }
  add(row_, spot.place(), Tag::kReal, std::bit_cast<std::uint64_t>(real));
  return true;
}

bool PlainJson::integer(Spot spot) {
  std::int64_t integer = 0;
  if (!read_number(number(), integer)) return false;
  if (integer != 0) add(row_, spot.place(), Tag::kInteger, static_cast<std::uint64_t>(integer));
  return true;
}

bool PlainJson::flag(Spot spot) {
  const bool is_true = skip("true");
  if (!is_true && !skip("false")) return false;
  add(row_, spot.place(), is_true ? Tag::kTrue : Tag::kFalse);
  return true;
}

bool PlainJson::list(const Shape& shape, Spot spot) {
  if (skip("[]")) {
    if (shape.optional) add(row_, spot.place(), Tag::kGiven);
    return true;
  }
  if (!skip("[")) return false;
  const Place place = spot.place();
  std::size_t count = 0;
  do {
    const Spot element{.parent = place, .index = count++, .is_element = true};
    if (!value(shape.members.shapes[0], element)) return false;
  } while (skip(","));
  add(row_, place, Tag::kCount, count);
  return skip("]");
}

bool PlainJson::structure(const Shape& shape, Spot spot) {
  if (!skip("{")) return false;
  const Place place = spot.place();
  if (shape.optional) add(row_, place, Tag::kGiven);
  return object(shape.members, place);
}

/// Where all the rest is not set, as is the rule behind the last value that is, it is passed at
/// once.
bool PlainJson::object(const Members& members, Place place) {
  bool is_first = true;
  bool may_end = true;
  for (std::size_t i = 0; i < members.shapes.size(); ++i) {
    const Shape& shape = members.shapes[i];
    if (may_end && is_first == (i == 0) && !members.unset[i].empty() && skip(members.unset[i])) {
      return true;
    }
    const char* const before = at_;
    const std::uint64_t sum = row_.low;
    if ((is_first || skip(",")) && skip(shape.key)) {
      if (!value(shape, {.parent = place, .index = i})) return false;
      is_first = false;
      may_end = row_.low != sum;
    } else if (shape.optional) {
      at_ = before;
    } else {
      return false;
    }
  }
  return skip("}");
}

}  // namespace bmo::table
