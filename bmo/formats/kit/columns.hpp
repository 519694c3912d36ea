// Spells the fields that layouts have in common, and fills their columns.
#pragma once
#include <string>
#include <string_view>

#include "bmo/formats/layouts.hpp"

namespace bmo::formats::kit {

Field text_field(std::string name);
Field optional_field(Field field);
Field list_field(std::string name, Field element);

/// A list of {"text": ...} parts, and a row of it with one part.
Field parts_field(std::string name);
void append_part(std::string_view text, Column& out);

/// The layout's own fields, with `id` before and `metadata` behind them where rows carry both.
Schema rows_of(Schema own, MetadataMode mode, Holds holds = {});

/// Ends the row of a list column.
inline void end_list(Column& list, std::size_t size) {
  list.ends.push_back(static_cast<std::uint32_t>(size));
}

/// Empties `out` into the shape of `schema` (kept where it has that shape already).
void begin_rows(const Schema& schema, std::size_t rows, Columns& out);

/// Fills one row's own columns; `columns` begins with the layout's first.
/// `made` keeps texts that the pair does not hold itself.
using FillRow = void (*)(const Pair& pair, Column* columns, Arena& made);
/// What every layout's `write` does: id, own columns, metadata, row by row.
struct RowWriter {
  Schema (*own)();
  FillRow fill;
  Holds holds;
};
void write_rows(const RowWriter& writer, const Batch& batch, std::span<const std::uint32_t> rows,
                MetadataMode mode, Columns& out);

}  // namespace bmo::formats::kit
