// Packs text into frames that stand alone and depend on nothing but the text and the level.
#include <algorithm>
#include <limits>
#include <utility>

#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#include "bmo/io/source.hpp"

namespace bmo::io {
namespace {

Error cannot_compress(std::string why) {
  Error error;
  error.kind = ErrorKind::kMemory;
  error.code = "E_MEMORY";
  error.message = "the output cannot be compressed";
  error.why = std::move(why);
  error.hint = "close other programs or give --memory more, then run the same command again";
  return error;
}

/// Feeds `text` in parts that fit zlib's 32-bit counters and appends what comes out.
int deflate_all(z_stream& stream, std::string_view text, std::string& out) {
  char block[std::size_t{32} << 10U];
  int code = Z_OK;
  while (code == Z_OK) {
    if (stream.avail_in == 0 && !text.empty()) {
      const auto part = std::min<std::size_t>(text.size(), std::numeric_limits<uInt>::max());
      stream.next_in = reinterpret_cast<const Bytef*>(text.data());
      stream.avail_in = static_cast<uInt>(part);
      text.remove_prefix(part);
    }
    stream.next_out = reinterpret_cast<Bytef*>(static_cast<char*>(block));
    stream.avail_out = sizeof block;
    code = deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    out.append(static_cast<char*>(block), sizeof block - stream.avail_out);
  }
  return code;
}

Status gzip_member(int level, std::string_view text, std::string& out) {
  constexpr int kGzipOnly = 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (deflateInit2(&stream, level == 0 ? Z_DEFAULT_COMPRESSION : level, Z_DEFLATED,
                   MAX_WBITS + kGzipOnly, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    return cannot_compress("zlib could not start at level " + std::to_string(level));
  }
  gz_header header{};  // No time and no name, so that the bytes depend on the text alone.
  constexpr int kUnknownSystem = 255;
  header.os = kUnknownSystem;
  deflateSetHeader(&stream, &header);
  const int code = deflate_all(stream, text, out);
  deflateEnd(&stream);
  return code == Z_STREAM_END ? ok() : cannot_compress("zlib answered " + std::to_string(code));
}

Status zstd_frame(int level, std::string_view text, std::string& out) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                        ZSTD_freeCCtx);
  if (context == nullptr) return cannot_compress("zstd could not start");
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 1);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  const std::size_t before = out.size();
  const std::size_t room = ZSTD_compressBound(text.size());
  out.resize(before + room);
  const std::size_t put =
      ZSTD_compress2(context.get(), out.data() + before, room, text.data(), text.size());
  out.resize(before + (ZSTD_isError(put) != 0 ? 0 : put));
  return ZSTD_isError(put) != 0 ? cannot_compress(ZSTD_getErrorName(put)) : ok();
}

}  // namespace

Status compress_frame(Compression kind, int level, std::string_view text, std::string& out) {
  switch (kind) {
    case Compression::kGzip:
      return gzip_member(level, text, out);
    case Compression::kZstd:
      return zstd_frame(level, text, out);
    case Compression::kNone:
      break;
  }
  out += text;
  return ok();
}

bool expand_zstd(std::string_view frames, std::span<char> out) {
  static thread_local const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> kContext(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  return kContext != nullptr && ZSTD_decompressDCtx(kContext.get(), out.data(), out.size(),
                                                    frames.data(), frames.size()) == out.size();
}

}  // namespace bmo::io
