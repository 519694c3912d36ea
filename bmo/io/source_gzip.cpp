// Unpacks gzip files of one or many members, every checksum and length checked.
#include <algorithm>
#include <utility>

#define ZLIB_CONST
#include <zlib.h>

#include "bmo/base/check.hpp"
#include "bmo/io/decoder.hpp"

namespace bmo::io {
namespace {

class GzipDecoder final : public Decoder {
 public:
  GzipDecoder(Feed feed, std::string display)
      : feed_(std::move(feed)), display_(std::move(display)) {
    constexpr int kGzipOnly = 16;
    BMO_CHECK(inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK);
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  ~GzipDecoder() override { inflateEnd(&stream_); }

  Status decode(char* out, std::size_t size, std::size_t& got) override {
    got = 0;
    while (got < size && !is_done_) {
      BMO_TRY_AS(const std::string_view ahead, feed_.look(1));
      if (ahead.empty()) return truncated_source(display_, feed_.position());
      const int code = inflate_some(ahead, out, size, got);
      if (code == Z_STREAM_END) {
        BMO_TRY(next_member());
      } else if (code != Z_OK) {
        return failure(code);
      }
    }
    return ok();
  }

  std::uint64_t used() const override { return feed_.position(); }
  std::uint64_t total() const override { return feed_.size(); }

 private:
  int inflate_some(std::string_view ahead, char* out, std::size_t size, std::size_t& got) {
    const std::size_t room = std::min<std::size_t>(size - got, std::size_t{1} << 30U);
    stream_.next_in = reinterpret_cast<const Bytef*>(ahead.data());
    stream_.avail_in = static_cast<uInt>(ahead.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out + got);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    feed_.use(ahead.size() - stream_.avail_in);
    got += room - stream_.avail_out;
    return code;
  }

  Status next_member() {
    BMO_TRY_AS(const std::string_view ahead, feed_.look(2));
    if (ahead.empty()) {
      is_done_ = true;
      return ok();
    }
    if (recognise(ahead) != Wrapping::kGzip) {
      return trailing_source(display_, feed_.position(), "gzip");
    }
    BMO_CHECK(inflateReset(&stream_) == Z_OK);
    return ok();
  }

  Error failure(int code) {
    if (code != Z_MEM_ERROR) {
      const char* observed = stream_.msg != nullptr ? stream_.msg : "no valid deflate data";
      return damaged_source(display_, feed_.position(), observed);
    }
    Error error = bad_source("E_MEMORY", display_, feed_.position());
    error.kind = ErrorKind::kMemory;
    error.message = "no memory is left to unpack it";
    error.hint = "close other programs, then run the same command again";
    return error;
  }

  Feed feed_;
  std::string display_;
  z_stream stream_{};
  bool is_done_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_gzip_decoder(Feed feed, std::string display) {
  return std::make_unique<GzipDecoder>(std::move(feed), std::move(display));
}

}  // namespace bmo::io
