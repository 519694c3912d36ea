// CSV, and its kin with tabs or semicolons: one record per row, fields named by the first.
#include <array>
#include <string>
#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/formats/containers.hpp"
#include "bmo/formats/kit/text_csv.hpp"
#include "bmo/formats/kit/text_csv_reader.hpp"
#include "bmo/formats/kit/text_rows.hpp"
#include "bmo/formats/kit/text_shard.hpp"
#include "bmo/formats/kit/text_sniff.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 3> kEndings{".csv", ".tsv", ".tab"};

/// Text cells are always quoted, so that no loader takes one for a number, a null or a date; null
/// is nothing at all; lists and structs are their JSON text, structs without what is empty.
class RowEncoder final : public Encoder {
 public:
  explicit RowEncoder(const Schema& schema) : schema_(cells_of(schema)), rows_(schema_) {
    for (std::size_t i = 0; i < schema.size(); ++i) {
      append_csv_text(unset_.emplace_back(), rows_.empty_value(i));
      spelled_alike_.push_back(schema_[i].children == schema[i].children);
    }
  }

  Status encode(const Columns& rows, std::span<const EncodedRows* const> alike,
                EncodedRows& out) override {
    out.text.clear();
    out.sizes.clear();
    json_ = find_json(alike);
    rows_.start(rows);
    for (std::size_t row = 0; row < rows.rows; ++row) {
      const std::size_t before = out.text.size();
      for (std::size_t i = 0; i < schema_.size(); ++i) {
        if (i > 0) out.text += ',';
        append_cell(out.text, rows.columns[i], i, row);
      }
      out.text += '\n';
      out.sizes.push_back(static_cast<std::uint32_t>(out.text.size() - before));
    }
    return ok();
  }

 private:
  void append_cell(std::string& out, const Column& column, std::size_t index, std::size_t row) {
    switch (schema_[index].kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        append_csv_text(out, column.text[row]);
        return;
      case ColumnKind::kReal:
        if (!is_absent(column.real[row])) rows_.append_value(out, index, row);
        return;
      case ColumnKind::kFlag:
        if (column.flag[row] < 2) rows_.append_value(out, index, row);
        return;
      case ColumnKind::kInteger:
        rows_.append_value(out, index, row);
        return;
      case ColumnKind::kStruct:
        if (column.set[row] == 0) {
          out += unset_[index];
          return;
        }
        [[fallthrough]];
      case ColumnKind::kList:
        append_csv_text(out, json_of(index, row));
    }
  }

  /// A list or struct as JSON.
  std::string_view json_of(std::size_t index, std::size_t row) {
    if (json_ != nullptr && spelled_alike_[index]) {
      const JsonSpans::Span value = json_->json.values[row * schema_.size() + index];
      if (value.begin < value.end) {
        return std::string_view(json_->text).substr(value.begin, value.end - value.begin);
      }
    }
    scratch_.clear();
    rows_.append_value(scratch_, index, row);
    return scratch_;
  }

  Schema schema_;
  RowText rows_;
  const EncodedRows* json_ = nullptr;  ///< The same rows in JSON, where another output has them.
  std::vector<std::string> unset_;     ///< The cell of an unset struct, by column.
  std::vector<bool> spelled_alike_;    ///< Is a column's JSON that of JSON containers?
  std::string scratch_;
};

std::string header_of(const Schema& schema) {
  std::string out;
  for (const Field& field : schema) {
    if (!out.empty()) out += ',';
    append_csv_text(out, field.name);
  }
  return out + "\n";
}

struct Csv {
  static constexpr ContainerCard card{
      .id = "csv",
      .title = "CSV",
      .summary = "Rows of separated values under a header row; tabs and semicolons are read too.",
      .ending = ".csv",
      .read_endings = kEndings,
      .compressible = true,
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own CSV reader, simdjson",
      .notation = table::Notation::kCsv,
      .read = [](const table::ProofFile& file, table::ByteRange,
                 const table::TakeHashes& take) { return table::read_csv_again(file, take); },
  };

  static int sniff(std::string_view head) {
    if (guess_encoding(head) != Encoding::kText) return 0;
    return guess_json(head) == JsonShape::kNone ? guess_csv(without_mark(head)) : 0;
  }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    return open_csv(disk, input, options, from);
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return std::make_unique<RowEncoder>(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema& schema,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    const std::string header = header_of(schema);
    return make_text_shard(out, {header, 0, {}, header}, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& csv() {
  return container_entry<Csv>();
}
}  // namespace containers

}  // namespace bmo::formats
