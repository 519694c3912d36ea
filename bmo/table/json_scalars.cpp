// JSON of Arrow numbers, decimals, dates and times.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <arrow/array.h>
#include <arrow/util/float16.h>

#include "bmo/json/json.hpp"
#include "bmo/table/json_rows.hpp"

namespace bmo::table {
namespace {

using arrow::Type;

template <typename Number>
void append_digits(Number value, std::string& out) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

/// NaN, a table's way to say "nothing", is null.
void append_real(double value, JsonRow& row) {
  if (std::isfinite(value)) return json::append_real(row.text, value);
  if (std::isnan(value)) {
    row.text += "null";
    return;
  }
  row.fault_code = "E_RANGE";
  row.fault_detail = "an infinite number has no JSON form";
}

/// The double with the digits that a person would write for this float: 0.1f is 0.1.
double widened(float value) {
  if (!std::isfinite(value)) return static_cast<double>(value);
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  double wide = 0;
  std::from_chars(digits, end, wide);
  return wide;
}

void append_padded(std::int64_t value, int width, std::string& out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, width - (end - digits))), '0');
  out.append(digits, end);
}

struct Split {
  std::int64_t whole;
  std::int64_t rest;  ///< Never negative.
};

Split split(std::int64_t value, std::int64_t unit) {
  const std::int64_t rest = value % unit;
  return rest < 0 ? Split{value / unit - 1, rest + unit} : Split{value / unit, rest};
}

/// Days since 1970-01-01 as YYYY-MM-DD in the proleptic Gregorian calendar, by counting eras of 400
/// years that start on the first of March.
void append_date(std::int64_t days, std::string& out) {
  constexpr std::int64_t kEra = 146097;
  const auto [era, of_era] = split(days + 719468, kEra);
  const std::int64_t year_of_era =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * shifted + 2) / 5 + 1;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  if (year < 0) out += '-';
  append_padded(std::abs(year), 4, out);
  out += '-';
  append_padded(month, 2, out);
  out += '-';
  append_padded(day, 2, out);
}

std::int64_t per_second(arrow::TimeUnit::type unit) {
  constexpr std::int64_t kPer[] = {1, 1000, 1000000, 1000000000};
  return kPer[unit];
}

/// HH:MM:SS, with the unit's digits behind a point where they are not all zero.
void append_clock(std::int64_t ticks, arrow::TimeUnit::type unit, std::string& out) {
  const auto [seconds, fraction] = split(ticks, per_second(unit));
  append_padded(seconds / 3600, 2, out);
  out += ':';
  append_padded(seconds / 60 % 60, 2, out);
  out += ':';
  append_padded(seconds % 60, 2, out);
  if (fraction == 0) return;
  out += '.';
  append_padded(fraction, static_cast<int>(unit) * 3, out);
}

void append_timestamp(const JsonCell& cell, std::int64_t at, std::string& out) {
  const auto& type = static_cast<const arrow::TimestampType&>(*cell.array->type());
  const auto [days, ticks] = split(static_cast<const arrow::TimestampArray&>(*cell.array).Value(at),
                                   86400 * per_second(type.unit()));
  out += '"';
  append_date(days, out);
  out += 'T';
  append_clock(ticks, type.unit(), out);
  out += type.timezone().empty() ? "\"" : "Z\"";
}

void append_time(std::int64_t ticks, const arrow::DataType& type, std::string& out) {
  out += '"';
  append_clock(ticks, static_cast<const arrow::TimeType&>(type).unit(), out);
  out += '"';
}

/// ISO 8601: PT1.5S.
void append_duration(const JsonCell& cell, std::int64_t at, std::string& out) {
  const auto unit = static_cast<const arrow::DurationType&>(*cell.array->type()).unit();
  const std::int64_t ticks = static_cast<const arrow::DurationArray&>(*cell.array).Value(at);
  const auto per = static_cast<std::uint64_t>(per_second(unit));
  const auto size =
      ticks < 0 ? ~static_cast<std::uint64_t>(ticks) + 1 : static_cast<std::uint64_t>(ticks);
  out += ticks < 0 ? "\"-PT" : "\"PT";
  append_digits(size / per, out);
  if (size % per != 0) {
    out += '.';
    append_padded(static_cast<std::int64_t>(size % per), static_cast<int>(unit) * 3, out);
  }
  out += "S\"";
}

void append_quoted_date(std::int64_t days, std::string& out) {
  out += '"';
  append_date(days, out);
  out += '"';
}

template <typename ArrayType>
auto value(const JsonCell& cell, std::int64_t at) {
  return static_cast<const ArrayType&>(*cell.array).Value(at);
}

bool append_integer(const JsonCell& cell, std::int64_t at, std::string& out) {
  switch (cell.type) {
    case Type::INT8:
      append_digits(int{value<arrow::Int8Array>(cell, at)}, out);
      return true;
    case Type::INT16:
      append_digits(value<arrow::Int16Array>(cell, at), out);
      return true;
    case Type::INT32:
      append_digits(value<arrow::Int32Array>(cell, at), out);
      return true;
    case Type::INT64:
      append_digits(value<arrow::Int64Array>(cell, at), out);
      return true;
    case Type::UINT8:
      append_digits(int{value<arrow::UInt8Array>(cell, at)}, out);
      return true;
    case Type::UINT16:
      append_digits(value<arrow::UInt16Array>(cell, at), out);
      return true;
    case Type::UINT32:
      append_digits(value<arrow::UInt32Array>(cell, at), out);
      return true;
    case Type::UINT64:
      append_digits(value<arrow::UInt64Array>(cell, at), out);
      return true;
    case Type::BOOL:
      out += value<arrow::BooleanArray>(cell, at) ? "true" : "false";
      return true;
    default:
      return false;
  }
}

bool append_decimal(const JsonCell& cell, std::int64_t at, std::string& out) {
  switch (cell.type) {
    case Type::DECIMAL32:
      out += static_cast<const arrow::Decimal32Array&>(*cell.array).FormatValue(at);
      return true;
    case Type::DECIMAL64:
      out += static_cast<const arrow::Decimal64Array&>(*cell.array).FormatValue(at);
      return true;
    case Type::DECIMAL128:
      out += static_cast<const arrow::Decimal128Array&>(*cell.array).FormatValue(at);
      return true;
    case Type::DECIMAL256:
      out += static_cast<const arrow::Decimal256Array&>(*cell.array).FormatValue(at);
      return true;
    default:
      return false;
  }
}

bool append_moment(const JsonCell& cell, std::int64_t at, std::string& out) {
  constexpr std::int64_t kDayMs = 86400000;
  switch (cell.type) {
    case Type::TIMESTAMP:
      append_timestamp(cell, at, out);
      return true;
    case Type::DATE32:
      append_quoted_date(value<arrow::Date32Array>(cell, at), out);
      return true;
    case Type::DATE64:
      append_quoted_date(split(value<arrow::Date64Array>(cell, at), kDayMs).whole, out);
      return true;
    case Type::TIME32:
      append_time(value<arrow::Time32Array>(cell, at), *cell.array->type(), out);
      return true;
    case Type::TIME64:
      append_time(value<arrow::Time64Array>(cell, at), *cell.array->type(), out);
      return true;
    case Type::DURATION:
      append_duration(cell, at, out);
      return true;
    default:
      return false;
  }
}

bool append_floating(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  switch (cell.type) {
    case Type::DOUBLE:
      append_real(value<arrow::DoubleArray>(cell, at), row);
      return true;
    case Type::FLOAT:
      append_real(widened(value<arrow::FloatArray>(cell, at)), row);
      return true;
    case Type::HALF_FLOAT:
      append_real(arrow::util::Float16::FromBits(value<arrow::HalfFloatArray>(cell, at)).ToDouble(),
                  row);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool append_json_scalar(const JsonCell& cell, std::int64_t at, JsonRow& row) {
  return append_integer(cell, at, row.text) || append_floating(cell, at, row) ||
         append_moment(cell, at, row.text) || append_decimal(cell, at, row.text);
}

}  // namespace bmo::table
