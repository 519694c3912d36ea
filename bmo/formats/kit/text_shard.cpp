// Writes rows of text; compressed frames end where the rows say, never where batches do.
#include "bmo/formats/kit/text_shard.hpp"

#include <numeric>
#include <utility>

namespace bmo::formats {
namespace {

constexpr std::size_t kFrameBytes = std::size_t{1} << 20U;

class TextShard final : public ShardWriter {
 public:
  TextShard(table::Output& out, TextShape shape, const WriteOptions& options, bool has_rows)
      : out_(out),
        shape_(std::move(shape)),
        compression_(options.compression),
        has_rows_(has_rows) {}

  Status append(const EncodedRows& rows, std::size_t first, std::size_t last) override {
    if (first >= last) return ok();
    const std::uint32_t* sizes = rows.sizes.data();
    std::size_t at = std::accumulate(sizes, sizes + first, std::size_t{0});
    if (!has_rows_) {
      BMO_TRY(put(shape_.before));
      BMO_TRY(put(std::string_view(rows.text).substr(at + shape_.separator,
                                                     sizes[first] - shape_.separator)));
      has_rows_ = true;
      at += sizes[first++];
    }
    if (compression_ == io::Compression::kNone) {
      const std::size_t size = std::accumulate(sizes + first, sizes + last, std::size_t{0});
      return out_.write(std::string_view(rows.text).substr(at, size));
    }
    for (; first < last; at += sizes[first++]) {
      BMO_TRY(put(std::string_view(rows.text).substr(at, sizes[first])));
    }
    return ok();
  }

  Result<std::string> checkpoint() override {
    BMO_TRY(end_frame());
    return std::string();
  }

  Status finish() override {
    BMO_TRY(put(has_rows_ ? shape_.after : shape_.without_rows));
    return end_frame();
  }

 private:
  Status put(std::string_view text) {
    if (compression_ == io::Compression::kNone) return text.empty() ? ok() : out_.write(text);
    pending_ += text;
    return pending_.size() < kFrameBytes ? ok() : end_frame();
  }

  Status end_frame() {
    if (pending_.empty()) return ok();
    compressed_.clear();
    BMO_TRY(io::compress_frame(compression_, 0, pending_, compressed_));
    pending_.clear();
    return out_.write(compressed_);
  }

  table::Output& out_;
  TextShape shape_;
  io::Compression compression_;
  bool has_rows_;
  std::string pending_;
  std::string compressed_;
};

}  // namespace

std::unique_ptr<ShardWriter> make_text_shard(table::Output& out, TextShape shape,
                                             const WriteOptions& options, const ShardState& state) {
  return std::make_unique<TextShard>(out, std::move(shape), options, state.rows > 0);
}

}  // namespace bmo::formats
