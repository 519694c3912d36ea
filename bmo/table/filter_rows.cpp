// Copies columns into DuckDB's vectors, a chunk of rows at a time. Empty text is NULL there.
#include "bmo/table/filter_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bmo::table {
namespace {

/// For each row of a vector, which entry of the column it is; -1: NULL.
using Entries = std::vector<std::int64_t>;

struct ListEntry {
  std::uint64_t offset;
  std::uint64_t length;
};

class VectorWriter {
 public:
  explicit VectorWriter(const DuckdbApi& api) : api_(api) {}

  void write(const Field& field, const Column& column, const Entries& entries, duck::Vector out) {
    switch (field.kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        return write_text(column, entries, out);
      case ColumnKind::kReal:
        return write_real(column, entries, out);
      case ColumnKind::kInteger:
        return write_integer(column, entries, out);
      case ColumnKind::kFlag:
        return write_flag(column, entries, out);
      case ColumnKind::kList:
        return write_list(field, column, entries, out);
      case ColumnKind::kStruct:
        return write_struct(field, column, entries, out);
    }
  }

 private:
  void set_null(duck::Vector vector, std::size_t row) const {
    api_.vector_ensure_validity_writable(vector);
    api_.vector_get_validity(vector)[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }

  void write_text(const Column& column, const Entries& entries, duck::Vector out) const {
    for (std::size_t row = 0; row < entries.size(); ++row) {
      const std::string_view text =
          entries[row] < 0 ? "" : column.text[static_cast<std::size_t>(entries[row])];
      if (text.empty()) {
        set_null(out, row);
      } else {
        api_.vector_assign_string_element_len(out, row, text.data(), text.size());
      }
    }
  }

  void write_real(const Column& column, const Entries& entries, duck::Vector out) const {
    auto* values = static_cast<double*>(api_.vector_get_data(out));
    for (std::size_t row = 0; row < entries.size(); ++row) {
      const double value =
          entries[row] < 0 ? std::nan("") : column.real[static_cast<std::size_t>(entries[row])];
      if (std::isnan(value)) set_null(out, row);
      values[row] = value;
    }
  }

  void write_integer(const Column& column, const Entries& entries, duck::Vector out) const {
    auto* values = static_cast<std::int64_t*>(api_.vector_get_data(out));
    for (std::size_t row = 0; row < entries.size(); ++row) {
      const bool absent = entries[row] < 0;
      if (absent) set_null(out, row);
      values[row] = absent ? 0 : column.integer[static_cast<std::size_t>(entries[row])];
    }
  }

  void write_flag(const Column& column, const Entries& entries, duck::Vector out) const {
    auto* values = static_cast<std::uint8_t*>(api_.vector_get_data(out));
    for (std::size_t row = 0; row < entries.size(); ++row) {
      const std::uint8_t flag =
          entries[row] < 0 ? 2 : column.flag[static_cast<std::size_t>(entries[row])];
      if (flag > 1) set_null(out, row);
      values[row] = flag == 1 ? 1 : 0;
    }
  }

  void write_list(const Field& field, const Column& column, const Entries& entries,
                  duck::Vector out) {
    auto* lists = static_cast<ListEntry*>(api_.vector_get_data(out));
    Entries elements;
    for (std::size_t row = 0; row < entries.size(); ++row) {
      lists[row].offset = elements.size();
      if (entries[row] < 0) {
        set_null(out, row);
      } else {
        const auto entry = static_cast<std::size_t>(entries[row]);
        const std::uint32_t first = entry == 0 ? 0 : column.ends[entry - 1];
        for (std::uint32_t at = first; at < column.ends[entry]; ++at)
          elements.push_back(at);
      }
      lists[row].length = elements.size() - lists[row].offset;
    }
    api_.list_vector_reserve(out, elements.size());
    api_.list_vector_set_size(out, elements.size());
    write(field.children[0], column.children[0], elements, api_.list_vector_get_child(out));
  }

  /// The children hold entries for set rows alone.
  void write_struct(const Field& field, const Column& column, const Entries& entries,
                    duck::Vector out) {
    std::vector<std::int64_t> ranks(column.set.size());
    std::int64_t rank = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i)
      ranks[i] = column.set[i] != 0 ? rank++ : -1;
    Entries inner = entries;
    for (std::size_t row = 0; row < entries.size(); ++row) {
      if (entries[row] >= 0 && !ranks.empty()) {
        inner[row] = ranks[static_cast<std::size_t>(entries[row])];
      }
      if (inner[row] < 0) set_null(out, row);
    }
    for (std::size_t i = 0; i < field.children.size(); ++i) {
      write(field.children[i], column.children[i], inner, api_.struct_vector_get_child(out, i));
    }
  }

  const DuckdbApi& api_;
};

duck::LogicalType make_type(const DuckdbApi& api, const Field& field);

duck::LogicalType make_struct_type(const DuckdbApi& api, const Field& field) {
  std::vector<duck::LogicalType> types;
  std::vector<const char*> names;
  for (const Field& child : field.children) {
    types.push_back(make_type(api, child));
    names.push_back(child.name.c_str());
  }
  duck::LogicalType type = api.create_struct_type(types.data(), names.data(), types.size());
  for (duck::LogicalType& child : types)
    api.destroy_logical_type(&child);
  return type;
}

/// The caller destroys it.
duck::LogicalType make_type(const DuckdbApi& api, const Field& field) {
  switch (field.kind) {
    case ColumnKind::kReal:
      return api.create_logical_type(duck::Type::kDouble);
    case ColumnKind::kInteger:
      return api.create_logical_type(duck::Type::kBigint);
    case ColumnKind::kFlag:
      return api.create_logical_type(duck::Type::kBoolean);
    case ColumnKind::kStruct:
      return make_struct_type(api, field);
    case ColumnKind::kText:
    case ColumnKind::kJson:
      return api.create_logical_type(duck::Type::kVarchar);
    case ColumnKind::kList:
      break;
  }
  duck::LogicalType element = make_type(api, field.children[0]);
  duck::LogicalType type = api.create_list_type(element);
  api.destroy_logical_type(&element);
  return type;
}

/// DuckDB calls back with a handle that only its own functions can open. They are the same for the
/// whole process, and there, since it is DuckDB that calls.
const DuckdbApi& loaded() {
  static const DuckdbApi kApi = *load_duckdb();
  return kApi;
}

void bind_rows(duck::BindInfo info) {
  const DuckdbApi& api = loaded();
  const auto& rows = *static_cast<FilterRows*>(api.bind_get_extra_info(info));
  for (const Field& field : rows.fields) {
    duck::LogicalType type = make_type(api, field);
    api.bind_add_result_column(info, field.name.c_str(), type);
    api.destroy_logical_type(&type);
  }
}

void start_rows(duck::InitInfo info) {
  const DuckdbApi& api = loaded();
  static_cast<FilterRows*>(api.init_get_extra_info(info))->next = 0;
  api.init_set_max_threads(info, 1);
}

void scan_rows(duck::FunctionInfo info, duck::Chunk out) {
  const DuckdbApi& api = loaded();
  auto& rows = *static_cast<FilterRows*>(api.function_get_extra_info(info));
  const std::size_t count = std::min<std::size_t>(rows.rows - rows.next, api.vector_size());
  Entries entries(count);
  for (std::size_t i = 0; i < count; ++i)
    entries[i] = static_cast<std::int64_t>(rows.next + i);
  VectorWriter writer(api);
  for (std::size_t i = 0; i < rows.columns.size() && count > 0; ++i) {
    writer.write(rows.fields[i], *rows.columns[i], entries, api.data_chunk_get_vector(out, i));
  }
  api.data_chunk_set_size(out, count);
  rows.next += count;
}

}  // namespace

Status register_rows(duck::Connection connection, FilterRows& rows) {
  const DuckdbApi& api = *rows.api;
  duck::TableFunction function = api.create_table_function();
  api.table_function_set_name(function, "bmo_rows");
  api.table_function_set_extra_info(function, &rows, nullptr);
  api.table_function_set_bind(function, &bind_rows);
  api.table_function_set_init(function, &start_rows);
  api.table_function_set_function(function, &scan_rows);
  const duck::State state = api.register_table_function(connection, function);
  api.destroy_table_function(&function);
  if (state == duck::State::kSuccess) return ok();
  return Error{
      .kind = ErrorKind::kInternal, .code = "E_BUG", .message = "DuckDB does not take our rows"};
}

}  // namespace bmo::table
