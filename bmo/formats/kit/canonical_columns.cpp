// Every canonical column of a pair by itself.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/metadata_columns.hpp"

namespace bmo::formats {
namespace {

std::string_view last_user_text(const Pair& pair) {
  const auto context = pair.context();
  for (std::size_t i = context.size(); i-- > 0;) {
    if (context[i].role == Role::kUser) return context[i].content;
  }
  return {};
}

/// Messages other than the system prompt.
std::int64_t num_turns(const Pair& pair) {
  std::int64_t count = 0;
  for (const Message& message : pair.messages)
    count += message.role == Role::kSystem ? 0 : 1;
  return count;
}

void append_pair(const Pair& pair, Column*& column, Arena& made) {
  (column++)->text.push_back(pair.id);
  append_messages(pair.messages, *column++, made);
  append_messages(pair.rejected, *column++, made);
  (column++)->flag.push_back(kit::label_flag(pair.label));
  (column++)->text.push_back(pair.tools);
  column += kit::append_metadata_columns(pair, column);
  (column++)->text.push_back(last_user_text(pair));
  const Message* response = pair.response();
  (column++)->text.push_back(response != nullptr ? response->content : std::string_view());
  (column++)->integer.push_back(num_turns(pair));
}

}  // namespace

Schema canonical_schema() {
  Schema schema{kit::text_field("id"),
                messages_field("messages"),
                messages_field("rejected"),
                {.name = "label", .kind = ColumnKind::kFlag},
                {.name = "tools", .kind = ColumnKind::kJson}};
  kit::add_metadata_fields(schema);
  schema.push_back(kit::text_field("instruction"));
  schema.push_back(kit::text_field("response"));
  schema.push_back({.name = "num_turns", .kind = ColumnKind::kInteger});
  schema.push_back({.name = "record", .kind = ColumnKind::kInteger});
  schema.push_back(kit::text_field("file"));
  return schema;
}

void write_canonical(const Batch& batch, std::span<const std::uint32_t> rows,
                     std::span<const std::string> files, Columns& out) {
  kit::begin_rows(canonical_schema(), rows.size(), out);
  for (const std::uint32_t row : rows) {
    Column* column = out.columns.data();
    append_pair(batch.pairs[row], column, out.made);
    const Record& record = batch.records[row];
    (column++)->integer.push_back(static_cast<std::int64_t>(record.number));
    const bool is_known = record.file < files.size();
    (column++)->text.push_back(is_known ? std::string_view(files[record.file]) : "");
  }
}

}  // namespace bmo::formats
