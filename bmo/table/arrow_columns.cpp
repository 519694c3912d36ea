// One pass over each column: bytes are copied once, from where the batch holds them into Arrow.
#include "bmo/table/arrow_columns.hpp"

#include <cmath>
#include <cstring>
#include <limits>

#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/util/bit_util.h>

#include "bmo/base/check.hpp"
#include "bmo/table/kept_memory.hpp"

namespace bmo::table {
namespace {

using ArrayDataResult = arrow::Result<std::shared_ptr<arrow::ArrayData>>;
using Sizes = std::vector<std::uint32_t>;

/// Which entry of a column each output row takes: the rows of a sparse struct's children are fewer
/// than the struct's own, and -1 stands where there is none.
class RowMap {
 public:
  explicit RowMap(std::size_t rows) : rows_(rows), taken_(rows) {}
  RowMap(std::vector<std::int64_t> entries, std::size_t taken)
      : rows_(entries.size()), taken_(taken), entries_(std::move(entries)), sparse_(true) {}

  std::size_t rows() const { return rows_; }
  /// How many entries the column must have.
  std::size_t taken() const { return taken_; }
  std::int64_t entry(std::size_t row) const {
    return sparse_ ? entries_[row] : static_cast<std::int64_t>(row);
  }

 private:
  std::size_t rows_;
  std::size_t taken_;
  std::vector<std::int64_t> entries_;
  bool sparse_ = false;
};

/// Which rows of an array are null.
class Validity {
 public:
  void set_null(std::size_t row) { nulls_.push_back(static_cast<std::int64_t>(row)); }
  std::int64_t nulls() const { return static_cast<std::int64_t>(nulls_.size()); }

  /// Arrow's bits: none where nothing is null.
  arrow::Result<std::shared_ptr<arrow::Buffer>> bits(std::size_t rows) const {
    if (nulls_.empty()) return std::shared_ptr<arrow::Buffer>();
    const auto count = static_cast<std::int64_t>(rows);
    ARROW_ASSIGN_OR_RAISE(auto bits, arrow::AllocateEmptyBitmap(count, kept_memory()));
    arrow::bit_util::SetBitsTo(bits->mutable_data(), 0, count, true);
    for (const std::int64_t row : nulls_)
      arrow::bit_util::ClearBit(bits->mutable_data(), row);
    return bits;
  }

 private:
  std::vector<std::int64_t> nulls_;
};

template <typename Value>
arrow::Result<std::shared_ptr<arrow::Buffer>> room_for(std::size_t count) {
  ARROW_ASSIGN_OR_RAISE(
      auto buffer,
      arrow::AllocateBuffer(static_cast<std::int64_t>(count * sizeof(Value)), kept_memory()));
  return std::shared_ptr<arrow::Buffer>(std::move(buffer));
}

arrow::Status too_large() {
  return arrow::Status::CapacityError("a batch holds more than 2 GiB of one column");
}

class ArrayMaker {
 public:
  ArrayDataResult make(const Field& field, const Column& column, const RowMap& map, Sizes& sizes) {
    BMO_CHECK(num_entries(field, column, map) == map.taken());
    switch (field.kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        return make_text(field, column, map, sizes);
      case ColumnKind::kReal:
        return make_real(column, map, sizes);
      case ColumnKind::kInteger:
        return make_integer(column, map, sizes);
      case ColumnKind::kFlag:
        return make_flag(column, map, sizes);
      case ColumnKind::kList:
        return make_list(field, column, map, sizes);
      case ColumnKind::kStruct:
        return make_struct(field, column, map, sizes);
    }
    return arrow::Status::Invalid("unknown column kind");
  }

 private:
  static std::size_t num_entries(const Field& field, const Column& column, const RowMap& map) {
    switch (field.kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        return column.text.size();
      case ColumnKind::kReal:
        return column.real.size();
      case ColumnKind::kInteger:
        return column.integer.size();
      case ColumnKind::kFlag:
        return column.flag.size();
      case ColumnKind::kList:
        return column.ends.size();
      case ColumnKind::kStruct:
        return column.set.empty() ? map.taken() : column.set.size();
    }
    return 0;
  }

  static ArrayDataResult make_text(const Field& field, const Column& column, const RowMap& map,
                                   Sizes& sizes) {
    ARROW_ASSIGN_OR_RAISE(auto offsets, room_for<std::int32_t>(map.rows() + 1));
    auto* ends = reinterpret_cast<std::int32_t*>(offsets->mutable_data());
    Validity validity;
    std::int64_t total = 0;
    *ends = 0;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      const std::size_t length =
          entry < 0 ? 0 : column.text[static_cast<std::size_t>(entry)].size();
      if (entry < 0 || (length == 0 && field.optional)) validity.set_null(row);
      total += static_cast<std::int64_t>(length);
      if (total > std::numeric_limits<std::int32_t>::max()) return too_large();
      sizes[row] += static_cast<std::uint32_t>(length);
      *++ends = static_cast<std::int32_t>(total);
    }
    ARROW_ASSIGN_OR_RAISE(auto bytes, room_for<char>(static_cast<std::size_t>(total)));
    copy_texts(column, bytes->mutable_data());
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(arrow::utf8(), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits), offsets, bytes}, validity.nulls());
  }

  /// Every entry of a column is taken by exactly one row, in order.
  static void copy_texts(const Column& column, std::uint8_t* out) {
    for (const std::string_view text : column.text) {
      if (text.empty()) continue;
      std::memcpy(out, text.data(), text.size());
      out += text.size();
    }
  }

  static ArrayDataResult make_real(const Column& column, const RowMap& map, Sizes& sizes) {
    ARROW_ASSIGN_OR_RAISE(auto values, room_for<double>(map.rows()));
    auto* out = reinterpret_cast<double*>(values->mutable_data());
    Validity validity;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      const double value = entry < 0 ? std::nan("") : column.real[static_cast<std::size_t>(entry)];
      const bool absent = std::isnan(value);
      if (absent) validity.set_null(row);
      out[row] = absent ? 0 : value;
      sizes[row] += entry < 0 ? 0 : 8;
    }
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(arrow::float64(), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits), values}, validity.nulls());
  }

  static ArrayDataResult make_integer(const Column& column, const RowMap& map, Sizes& sizes) {
    ARROW_ASSIGN_OR_RAISE(auto values, room_for<std::int64_t>(map.rows()));
    auto* out = reinterpret_cast<std::int64_t*>(values->mutable_data());
    Validity validity;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      if (entry < 0) validity.set_null(row);
      out[row] = entry < 0 ? 0 : column.integer[static_cast<std::size_t>(entry)];
      sizes[row] += entry < 0 ? 0 : 8;
    }
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(arrow::int64(), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits), values}, validity.nulls());
  }

  static ArrayDataResult make_flag(const Column& column, const RowMap& map, Sizes& sizes) {
    ARROW_ASSIGN_OR_RAISE(
        std::shared_ptr<arrow::Buffer> values,
        arrow::AllocateEmptyBitmap(static_cast<std::int64_t>(map.rows()), kept_memory()));
    Validity validity;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      const std::uint8_t flag = entry < 0 ? 2 : column.flag[static_cast<std::size_t>(entry)];
      if (flag > 1) validity.set_null(row);
      if (flag == 1) {
        arrow::bit_util::SetBit(values->mutable_data(), static_cast<std::int64_t>(row));
      }
      sizes[row] += entry < 0 ? 0 : 8;
    }
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(arrow::boolean(), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits), values}, validity.nulls());
  }

  ArrayDataResult make_list(const Field& field, const Column& column, const RowMap& map,
                            Sizes& sizes) {
    const std::size_t elements = column.ends.empty() ? 0 : column.ends.back();
    if (elements > std::size_t{std::numeric_limits<std::int32_t>::max()}) return too_large();
    Sizes element_sizes(elements);
    ARROW_ASSIGN_OR_RAISE(
        auto child, make(field.children[0], column.children[0], RowMap(elements), element_sizes));
    ARROW_ASSIGN_OR_RAISE(auto offsets, room_for<std::int32_t>(map.rows() + 1));
    auto* ends = reinterpret_cast<std::int32_t*>(offsets->mutable_data());
    Validity validity;
    std::uint32_t at = 0;
    *ends = 0;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      const std::uint32_t start = at;
      const std::uint32_t end = entry < 0 ? at : column.ends[static_cast<std::size_t>(entry)];
      for (; at < end; ++at)
        sizes[row] += element_sizes[at];
      if (entry < 0 || (start == end && field.optional)) validity.set_null(row);
      *++ends = static_cast<std::int32_t>(at);
    }
    auto type = arrow::list(arrow::field("element", child->type));
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(std::move(type), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits), offsets}, {std::move(child)}, validity.nulls());
  }

  /// An empty `set` means that every row is set.
  ArrayDataResult make_struct(const Field& field, const Column& column, const RowMap& map,
                              Sizes& sizes) {
    Validity validity;
    std::vector<std::int64_t> entries(map.rows());
    std::int64_t next = 0;
    for (std::size_t row = 0; row < map.rows(); ++row) {
      const std::int64_t entry = map.entry(row);
      const bool present =
          entry >= 0 && (column.set.empty() || column.set[static_cast<std::size_t>(entry)] != 0);
      entries[row] = present ? next++ : -1;
      if (!present) validity.set_null(row);
    }
    const RowMap inner(std::move(entries), static_cast<std::size_t>(next));
    std::vector<std::shared_ptr<arrow::ArrayData>> children;
    arrow::FieldVector fields;
    for (std::size_t i = 0; i < field.children.size(); ++i) {
      ARROW_ASSIGN_OR_RAISE(auto child, make(field.children[i], column.children[i], inner, sizes));
      fields.push_back(arrow::field(field.children[i].name, child->type));
      children.push_back(std::move(child));
    }
    ARROW_ASSIGN_OR_RAISE(auto bits, validity.bits(map.rows()));
    return arrow::ArrayData::Make(arrow::struct_(fields), static_cast<std::int64_t>(map.rows()),
                                  {std::move(bits)}, std::move(children), validity.nulls());
  }
};

std::shared_ptr<arrow::DataType> arrow_type(const Field& field) {
  switch (field.kind) {
    case ColumnKind::kText:
    case ColumnKind::kJson:
      return arrow::utf8();
    case ColumnKind::kReal:
      return arrow::float64();
    case ColumnKind::kInteger:
      return arrow::int64();
    case ColumnKind::kFlag:
      return arrow::boolean();
    case ColumnKind::kList:
      return arrow::list(arrow::field("element", arrow_type(field.children[0])));
    case ColumnKind::kStruct:
      break;
  }
  arrow::FieldVector fields;
  for (const Field& child : field.children) {
    fields.push_back(arrow::field(child.name, arrow_type(child)));
  }
  return arrow::struct_(fields);
}

}  // namespace

std::shared_ptr<arrow::Schema> arrow_schema(const Schema& schema) {
  arrow::FieldVector fields;
  for (const Field& field : schema)
    fields.push_back(arrow::field(field.name, arrow_type(field)));
  return arrow::schema(std::move(fields));
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> to_record_batch(
    const Schema& schema, const std::shared_ptr<arrow::Schema>& arrow_schema, const Columns& rows,
    std::vector<std::uint32_t>& sizes) {
  const RowMap map(rows.rows);
  Sizes row_sizes(rows.rows);
  ArrayMaker maker;
  std::vector<std::shared_ptr<arrow::ArrayData>> columns;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    ARROW_ASSIGN_OR_RAISE(auto column, maker.make(schema[i], rows.columns[i], map, row_sizes));
    columns.push_back(std::move(column));
  }
  sizes.insert(sizes.end(), row_sizes.begin(), row_sizes.end());
  return arrow::RecordBatch::Make(arrow_schema, static_cast<std::int64_t>(rows.rows),
                                  std::move(columns));
}

}  // namespace bmo::table
