// Adds rows up so that count, values and order all show.

#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

void add_to(Hash128& sum, Hash128 value) {
  sum.low += value.low;
  sum.high += value.high + (sum.low < value.low ? 1U : 0U);
}

/// Modulo 2^128.
Hash128 times(Hash128 value, std::uint64_t factor) {
  __extension__ using Wide = unsigned __int128;
  const Wide low = static_cast<Wide>(value.low) * factor;
  return {value.high * factor + static_cast<std::uint64_t>(low >> 64U),
          static_cast<std::uint64_t>(low)};
}

}  // namespace

void RowSum::add(Hash128 row) {
  ++rows_;
  add_to(sum_, row);
  add_to(weighted_, times(row, rows_));
}

void RowSum::append(const RowSum& next) {
  add_to(weighted_, next.weighted_);
  add_to(weighted_, times(next.sum_, rows_));
  add_to(sum_, next.sum_);
  rows_ += next.rows_;
}

std::string RowSum::hex() const {
  return to_hex(hash128(text()));
}

std::string RowSum::text() const {
  return std::to_string(rows_) + ' ' + to_hex(sum_) + ' ' + to_hex(weighted_);
}

RowSum RowSum::of_text(const std::string& text) {
  RowSum out;
  const std::size_t first = text.find(' ');
  const std::size_t second = first == std::string::npos ? first : text.find(' ', first + 1);
  if (second == std::string::npos) return out;
  for (const char digit : text.substr(0, first))
    out.rows_ = out.rows_ * 10 + static_cast<std::uint64_t>(digit - '0');
  parse_hex(text.substr(first + 1, second - first - 1), out.sum_);
  parse_hex(text.substr(second + 1), out.weighted_);
  return out;
}

}  // namespace bmo::table
