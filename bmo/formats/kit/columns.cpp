// The fields, and the loop over the rows.
#include "bmo/formats/kit/columns.hpp"

namespace bmo::formats::kit {

Field text_field(std::string name) {
  return {.name = std::move(name)};
}

Field optional_field(Field field) {
  field.optional = true;
  return field;
}

Field list_field(std::string name, Field element) {
  Field field{.name = std::move(name), .kind = ColumnKind::kList};
  field.children.push_back(std::move(element));
  return field;
}

Field parts_field(std::string name) {
  Field part{.name = "element", .kind = ColumnKind::kStruct};
  part.children = {text_field("text")};
  return list_field(std::move(name), std::move(part));
}

void append_part(std::string_view text, Column& out) {
  Column& part = out.children.front();
  part.set.push_back(1);
  part.children.front().text.push_back(text);
  end_list(out, part.set.size());
}

Schema rows_of(Schema own, MetadataMode mode, Holds holds) {
  if (mode == MetadataMode::kSidecar) return own;
  own.insert(own.begin(), text_field("id"));
  own.push_back(metadata_field(holds));
  return own;
}

void begin_rows(const Schema& schema, std::size_t rows, Columns& out) {
  if (out.columns.size() != schema.size()) out = make_columns(schema);
  clear(out);
  out.rows = rows;
}

void write_rows(const RowWriter& writer, const Batch& batch, std::span<const std::uint32_t> rows,
                MetadataMode mode, Columns& out) {
  begin_rows(rows_of(writer.own(), mode, writer.holds), rows.size(), out);
  const bool inline_metadata = mode == MetadataMode::kInline;
  Column* own = out.columns.data() + (inline_metadata ? 1 : 0);
  for (const std::uint32_t row : rows) {
    const Pair& pair = batch.pairs[row];
    if (inline_metadata) out.columns.front().text.push_back(pair.id);
    writer.fill(pair, own, out.made);
    if (inline_metadata) append_metadata(pair, writer.holds, out.columns.back(), out.made);
  }
}

}  // namespace bmo::formats::kit
