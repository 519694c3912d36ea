// Unpacks zstd files of one or many frames; a frame's window is judged before memory is taken.
#include <algorithm>
#include <utility>

#include <zstd.h>
#include <zstd_errors.h>

#include "bmo/base/check.hpp"
#include "bmo/io/decoder.hpp"

namespace bmo::io {
namespace {

constexpr std::size_t kMagicBytes = 4;
constexpr std::size_t kWindowByte = 5;  // Behind the magic and the frame header descriptor.

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

/// Memory that a frame asks for (RFC 8878, 3.1.1.1); 0 where the header is not complete.
std::uint64_t window_of(std::string_view frame) {
  if (frame.size() <= kWindowByte) return 0;
  const unsigned descriptor = static_cast<unsigned char>(frame[kMagicBytes]);
  const bool is_single_segment = (descriptor & 0x20U) != 0;
  if (!is_single_segment) {
    const unsigned window = static_cast<unsigned char>(frame[kWindowByte]);
    const std::uint64_t base = std::uint64_t{1} << (10 + (window >> 3U));
    return base + base / 8 * (window & 7U);
  }
  constexpr std::size_t kDictionaryBytes[] = {0, 1, 2, 4};
  constexpr std::size_t kContentSizeBytes[] = {1, 2, 4, 8};
  const std::size_t begin = kWindowByte + kDictionaryBytes[descriptor & 3U];
  const std::size_t length = kContentSizeBytes[descriptor >> 6U];
  if (frame.size() < begin + length) return 0;
  return little_endian(frame.substr(begin, length)) + (length == 2 ? 256 : 0);
}

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder(Feed feed, std::string display, std::uint64_t window_limit)
      : feed_(std::move(feed)),
        display_(std::move(display)),
        window_limit_(window_limit),
        context_(ZSTD_createDCtx()) {
    BMO_CHECK(context_ != nullptr);
    // Our own check of each header is the limit; this one must not stand before it.
    const ZSTD_bounds bounds = ZSTD_dParam_getBounds(ZSTD_d_windowLogMax);
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, bounds.upperBound);
  }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  Status decode(char* out, std::size_t size, std::size_t& got) override {
    got = 0;
    while (got < size && !is_done_) {
      if (is_between_frames_) {
        BMO_TRY(begin_frame());
      } else {
        BMO_TRY(decode_some(out, size, got));
      }
    }
    return ok();
  }

  std::uint64_t used() const override { return feed_.position(); }
  std::uint64_t total() const override { return feed_.size(); }

 private:
  Status begin_frame() {
    constexpr std::size_t kLongestHeader = 18;
    BMO_TRY_AS(const std::string_view ahead, feed_.look(kLongestHeader));
    is_done_ = ahead.empty();
    if (is_done_) return ok();
    if (recognise(ahead) != Wrapping::kZstd) {
      return trailing_source(display_, feed_.position(), "zstd");
    }
    const bool is_skippable = ahead[0] != '\x28';
    const std::uint64_t window = is_skippable ? 0 : window_of(ahead);
    if (window > window_limit_) {
      return window_source(display_, feed_.position() + kWindowByte, window, window_limit_);
    }
    is_between_frames_ = false;
    return ok();
  }

  Status decode_some(char* out, std::size_t size, std::size_t& got) {
    BMO_TRY_AS(const std::string_view ahead, feed_.look(1));
    ZSTD_inBuffer in{ahead.data(), ahead.size(), 0};
    ZSTD_outBuffer to{out, size, got};
    const std::size_t code = ZSTD_decompressStream(context_, &to, &in);
    feed_.use(in.pos);
    const bool has_moved = in.pos > 0 || to.pos > got;
    got = to.pos;
    if (ZSTD_isError(code) != 0) return failure(code);
    is_between_frames_ = code == 0;
    // Without input the library can still hand out what it holds; when that is spent, too, the
    // frame has no end.
    if (!has_moved && code != 0) return truncated_source(display_, feed_.position());
    return ok();
  }

  Error failure(std::size_t code) {
    const ZSTD_ErrorCode number = ZSTD_getErrorCode(code);
    if (number == ZSTD_error_memory_allocation) {
      Error error = bad_source("E_MEMORY", display_, feed_.position());
      error.kind = ErrorKind::kMemory;
      error.message = "no memory is left to unpack it";
      error.hint = "close other programs, then run the same command again";
      return error;
    }
    if (number == ZSTD_error_dictionary_wrong) {
      Error error = bad_source("E_COMPRESSION", display_, feed_.position());
      error.message = "the zstd data needs a dictionary that it does not carry";
      error.hint = "unpack it first: zstd -d -D DICTIONARY '" + display_ + "'";
      return error;
    }
    return damaged_source(display_, feed_.position(), ZSTD_getErrorName(code));
  }

  Feed feed_;
  std::string display_;
  std::uint64_t window_limit_;
  ZSTD_DCtx* context_;
  bool is_between_frames_ = true;
  bool is_done_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder(Feed feed, std::string display,
                                           std::uint64_t window_limit) {
  return std::make_unique<ZstdDecoder>(std::move(feed), std::move(display), window_limit);
}

}  // namespace bmo::io
