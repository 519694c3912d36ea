// Hands encoded columns on to the writers of table/.
#include "bmo/formats/kit/columnar_shard.hpp"

namespace bmo::formats {
namespace {

class ColumnarEncoder final : public Encoder {
 public:
  explicit ColumnarEncoder(const Schema& schema) : encoder_(table::make_row_encoder(schema)) {}

  Status encode(const Columns& rows, std::span<const EncodedRows* const> alike,
                EncodedRows& out) override {
    out.text.clear();
    for (const EncodedRows* other : alike) {
      if (other->columns == nullptr) continue;
      out.sizes = other->sizes;
      out.columns = other->columns;
      return ok();
    }
    out.sizes.clear();
    BMO_TRY_AS(out.columns, encoder_->encode(rows, out.sizes));
    return ok();
  }

 private:
  std::unique_ptr<table::RowEncoder> encoder_;
};

class ColumnarShard final : public ShardWriter {
 public:
  explicit ColumnarShard(std::unique_ptr<table::Writer> writer) : writer_(std::move(writer)) {}

  Status append(const EncodedRows& rows, std::size_t first, std::size_t last) override {
    return writer_->append(*rows.columns, first, last, rows.sizes.data());
  }
  Result<std::string> checkpoint() override { return writer_->checkpoint(); }
  Status finish() override { return writer_->finish(); }

 private:
  std::unique_ptr<table::Writer> writer_;
};

}  // namespace

std::unique_ptr<Encoder> make_columnar_encoder(const Schema& schema) {
  return std::make_unique<ColumnarEncoder>(schema);
}

Result<std::unique_ptr<ShardWriter>> open_columnar_shard(table::Output& out, const Schema& schema,
                                                         table::FileKind kind,
                                                         const WriteOptions& /*options*/,
                                                         const ShardState& state) {
  BMO_TRY_AS(auto writer, table::open_writer(out, schema, {.kind = kind}, state.blobs));
  return std::unique_ptr<ShardWriter>(std::make_unique<ColumnarShard>(std::move(writer)));
}

}  // namespace bmo::formats
