// Reads CSV back through Arrow's parser, and the JSON text of lists and structs through simdjson.
//
// DuckDB's parser does it too, at three times the cost; neither shares a line with our writer.
#include <algorithm>

#include <arrow/array/array_binary.h>
#include <arrow/csv/options.h>
#include <arrow/csv/reader.h>
#include <arrow/record_batch.h>

#include "bmo/table/arrow_bridge.hpp"
#include "bmo/table/json_hash.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::table {
namespace {

/// Forward only, from whatever the file was compressed with.
class SourceStream final : public arrow::io::InputStream {
 public:
  explicit SourceStream(std::unique_ptr<io::Source> source) : source_(std::move(source)) {}

  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<std::int64_t> Tell() const override {
    return static_cast<std::int64_t>(source_->position());
  }
  arrow::Result<std::int64_t> Read(std::int64_t size, void* out) override {
    std::int64_t done = 0;
    while (done < size) {
      const auto got =
          source_->read(static_cast<char*>(out) + done, static_cast<std::size_t>(size - done));
      if (!got) return arrow::Status::IOError(got.error().message);
      if (*got == 0) break;
      done += static_cast<std::int64_t>(*got);
    }
    return done;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(std::int64_t size) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(size));
    ARROW_ASSIGN_OR_RAISE(const std::int64_t got, Read(size, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(got));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  std::unique_ptr<io::Source> source_;
  bool closed_ = false;
};

class CellHasher {
 public:
  explicit CellHasher(const Schema& schema) : schema_(cells_of(schema)) {}

  void rows(const arrow::RecordBatch& batch, std::vector<Hash128>& hashes) {
    hashes.assign(static_cast<std::size_t>(batch.num_rows()), {});
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      const auto& cells =
          static_cast<const arrow::StringArray&>(*batch.column(static_cast<int>(i)));
      const Place place = field_place(0, i);
      for (std::int64_t row = 0; row < cells.length(); ++row)
        cell(schema_[i], place, cells, row, hashes[static_cast<std::size_t>(row)]);
    }
  }

 private:
  void cell(const Field& field, Place place, const arrow::StringArray& cells, std::int64_t row,
            Hash128& hash) {
    const bool is_text = field.kind == ColumnKind::kText || field.kind == ColumnKind::kJson;
    const bool may_be_nothing = field.kind == ColumnKind::kReal || field.kind == ColumnKind::kFlag;
    if (cells.IsNull(row)) {
      if (!may_be_nothing) add(hash, place, Tag::kNull);
      return;
    }
    const std::string_view text = cells.GetView(row);
    if (!is_text) {
      json_.add_loose_json(hash, field, place, text);
    } else if (!text.empty()) {
      add(hash, place, Tag::kText, text);
    }
  }

  Schema schema_;
  JsonHasher json_;
};

arrow::csv::ConvertOptions all_text(const Schema& schema) {
  auto options = arrow::csv::ConvertOptions::Defaults();
  for (const Field& field : schema)
    options.column_types[field.name] = arrow::utf8();
  options.null_values = {""};
  options.strings_can_be_null = true;
  options.quoted_strings_can_be_null = false;
  return options;
}

arrow::Result<std::shared_ptr<arrow::csv::StreamingReader>> open_csv_reader(
    std::shared_ptr<arrow::io::InputStream> stream, const Schema& schema, std::int32_t block) {
  auto reading = arrow::csv::ReadOptions::Defaults();
  reading.block_size = block;
  reading.use_threads = false;
  auto parsing = arrow::csv::ParseOptions::Defaults();
  parsing.newlines_in_values = true;
  parsing.ignore_empty_lines = false;
  return arrow::csv::StreamingReader::Make(arrow::io::default_io_context(), std::move(stream),
                                           reading, parsing, all_text(schema));
}

/// One way through the file. The parser wants each row within one block: where one is longer, a
/// second way takes larger blocks and passes over the rows that were taken before.
class Pass {
 public:
  Pass(const ProofFile& file, const TakeHashes& take) : file_(file), take_(take) {}

  arrow::Status run(std::int32_t block) {
    const io::SourceLimits any_size{.min_expanded = UINT64_MAX};
    auto source = io::open_source(file_.disk, {.path = file_.path, .member = {}}, 0, any_size);
    if (!source) return arrow::Status::IOError(source.error().message);
    auto stream = std::make_shared<SourceStream>(std::move(*source));
    ARROW_ASSIGN_OR_RAISE(auto reader, open_csv_reader(std::move(stream), file_.schema, block));
    return rows(*reader);
  }

  const Status& taken() const { return taken_; }

 private:
  arrow::Status rows(arrow::csv::StreamingReader& reader) {
    std::vector<std::string> names;
    for (const Field& field : file_.schema)
      names.push_back(field.name);
    if (reader.schema()->field_names() != names) {
      return arrow::Status::Invalid("the header names other columns");
    }
    CellHasher hasher(file_.schema);
    for (std::uint64_t first = 0; taken_;) {
      std::shared_ptr<arrow::RecordBatch> batch;
      ARROW_RETURN_NOT_OK(reader.ReadNext(&batch));
      if (batch == nullptr) return arrow::Status::OK();
      hasher.rows(*batch, hashes_);
      give(first);
      first += hashes_.size();
    }
    return arrow::Status::OK();
  }

  /// The hashes of rows from `first` on, less those that were given before.
  void give(std::uint64_t first) {
    const std::uint64_t known =
        std::min<std::uint64_t>(given_ - std::min(given_, first), hashes_.size());
    taken_ = take_(std::span<const Hash128>(hashes_).subspan(known));
    given_ = std::max<std::uint64_t>(given_, first + hashes_.size());
  }

  const ProofFile& file_;
  const TakeHashes& take_;
  Status taken_ = ok();
  std::vector<Hash128> hashes_;
  std::uint64_t given_ = 0;
};

}  // namespace

Status read_csv_again(const ProofFile& file, const TakeHashes& take) {
  Pass pass(file, take);
  arrow::Status read;
  for (const std::int32_t block : {1 << 20, 1 << 24, 1 << 28}) {
    read = guarded([&pass, block] { return pass.run(block); });
    if (read.ok()) return pass.taken();
  }
  return Error{.kind = ErrorKind::kInternal,
               .code = "E_PROOF",
               .message = "a written file cannot be read back",
               .why = "Arrow: " + reason(read),
               .hint = "please report this; the input is untouched",
               .place = {.file = file.path}};
}

}  // namespace bmo::table
