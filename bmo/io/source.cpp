// Opens an input as one stream of plain bytes, counts them, and stops what grows beyond reason.
#include "bmo/io/source.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bmo/base/text.hpp"
#include "bmo/io/decoder.hpp"

namespace bmo::io {
namespace {

class PlainSource final : public Source {
 public:
  PlainSource(std::unique_ptr<File> file, std::uint64_t size, std::uint64_t offset)
      : file_(std::move(file)), size_(size), position_(offset) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    BMO_TRY_AS(const std::size_t got, file_->read_at(position_, out, size));
    position_ += got;
    return got;
  }
  std::uint64_t position() const override { return position_; }
  std::uint64_t compressed_position() const override { return position_; }
  std::uint64_t compressed_size() const override { return size_; }

 private:
  std::unique_ptr<File> file_;
  std::uint64_t size_;
  std::uint64_t position_;
};

Error expanding_source(const std::string& display, std::uint64_t used, std::uint64_t expanded) {
  Error error = bad_source("E_EXPANSION", display, used);
  error.message = "the compressed data grows too much";
  error.why = format_size(used) + " gave " + format_size(expanded) + ", a ratio of " +
              format_count(expanded / std::max<std::uint64_t>(used, 1)) + ":1";
  error.hint = "if you trust it, unpack it first and name the unpacked file";
  return error;
}

Error nested_source(const std::string& display, Wrapping inner) {
  Error error = bad_source("E_NESTED", display, 0);
  error.message = "the data is compressed twice";
  error.why = "unpacked once, it is still " + std::string(wrapping_name(inner)) + " data";
  error.hint = "unpack it once and name the result";
  return error;
}

/// Limits a decoder. The head of the stream is decoded when it is opened, so that what is wrong at
/// its beginning is told then.
class DecodedSource final : public Source {
 public:
  DecodedSource(std::unique_ptr<Decoder> decoder, std::string display, const SourceLimits& limits)
      : decoder_(std::move(decoder)), display_(std::move(display)), limits_(limits) {}

  Status start() {
    char head[kHeadBytes];
    BMO_TRY_AS(const std::size_t got, decode(static_cast<char*>(head), sizeof head));
    head_.assign(static_cast<char*>(head), got);
    const Wrapping inner = recognise(head_);
    return inner == Wrapping::kNone ? ok() : Status(nested_source(display_, inner));
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t copied = head_.copy(out, size);
    head_.erase(0, copied);
    position_ += copied;
    if (copied == size) return copied;
    auto got = decode(out + copied, size - copied);
    if (!got && copied == 0) return got;
    const std::size_t more = got ? *got : 0;
    position_ += more;
    return copied + more;
  }

  std::uint64_t position() const override { return position_; }
  std::uint64_t compressed_position() const override { return decoder_->used(); }
  std::uint64_t compressed_size() const override { return decoder_->total(); }

 private:
  /// Fills `out` as far as the stream goes. A failure behind good bytes waits for the next call,
  /// so that the bytes given do not depend on the sizes asked for.
  Result<std::size_t> decode(char* out, std::size_t size) {
    constexpr std::size_t kStep = std::size_t{1} << 20U;
    std::size_t done = 0;
    while (done < size && !failure_) {
      std::size_t got = 0;
      Status status = decoder_->decode(out + done, std::min(kStep, size - done), got);
      done += got;
      expanded_ += got;
      if (!status) {
        failure_ = std::move(status).error();
      } else if (got == 0) {
        break;
      } else if (is_beyond_reason()) {
        failure_ = expanding_source(display_, decoder_->used(), expanded_);
      }
    }
    if (failure_ && done == 0) return *failure_;
    return done;
  }

  bool is_beyond_reason() const {
    return expanded_ > limits_.min_expanded && expanded_ / limits_.ratio > decoder_->used();
  }

  std::unique_ptr<Decoder> decoder_;
  std::string display_;
  SourceLimits limits_;
  std::string head_;
  std::uint64_t position_ = 0;
  std::uint64_t expanded_ = 0;
  std::optional<Error> failure_;
};

Error shorter_than_before(const std::string& display, std::uint64_t offset, std::uint64_t size) {
  Error error;
  error.kind = ErrorKind::kMismatch;
  error.code = "E_INPUT_CHANGED";
  error.message = "the input is shorter than it was when the run began";
  error.why = "byte " + format_count(offset) + " is wanted, it ends at " + format_count(size);
  error.hint = "put the old input back, or begin anew with --restart";
  error.place.file = display;
  return error;
}

Status skip(Source& source, const std::string& display, std::uint64_t offset) {
  if (offset == 0) return ok();
  std::string scratch(std::size_t{256} << 10U, '\0');
  while (source.position() < offset) {
    const std::uint64_t left = offset - source.position();
    BMO_TRY_AS(const std::size_t got,
               source.read(scratch.data(), std::min<std::uint64_t>(scratch.size(), left)));
    if (got == 0) return shorter_than_before(display, offset, source.position());
  }
  return ok();
}

Error foreign_compression(const std::string& display, Wrapping wrapping) {
  Error error = bad_source("E_COMPRESSION", display, 0);
  error.message = "this kind of compression cannot be read";
  error.why = "the first bytes are those of " + std::string(wrapping_name(wrapping)) + " data";
  error.hint = "unpack it first, or pack it as gzip or zstd";
  return error;
}

Error whole_archive(const std::string& display) {
  Error error = bad_source("E_COMPRESSION", display, 0);
  error.message = "this is a zip archive where a single file is wanted";
  error.hint = "name the archive as a source of its own, or unpack it";
  return error;
}

struct OpenInput {
  std::unique_ptr<File> file;
  std::uint64_t size = 0;
  Wrapping wrapping = Wrapping::kNone;
};

Result<OpenInput> open_and_recognise(Disk& disk, const std::string& path) {
  OpenInput input;
  BMO_TRY_AS(input.file, disk.open(path, Open::kRead));
  BMO_TRY_AS(const FileInfo info, input.file->info());
  input.size = info.bytes;
  char head[kHeadBytes];
  BMO_TRY_AS(const std::size_t got, input.file->read_at(0, static_cast<char*>(head), sizeof head));
  input.wrapping = recognise({static_cast<char*>(head), got});
  return input;
}

Result<std::unique_ptr<Source>> limited(std::unique_ptr<Decoder> decoder, const Input& input,
                                        std::uint64_t offset, const SourceLimits& limits) {
  auto source = std::make_unique<DecodedSource>(std::move(decoder), input.display(), limits);
  BMO_TRY(source->start());
  BMO_TRY(skip(*source, input.display(), offset));
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace

Result<std::unique_ptr<Source>> open_source(Disk& disk, const Input& input, std::uint64_t offset,
                                            const SourceLimits& limits) {
  if (!input.member.empty()) {
    BMO_TRY_AS(auto decoder, make_zip_decoder(disk, input, limits));
    return limited(std::move(decoder), input, offset, limits);
  }
  BMO_TRY_AS(OpenInput opened, open_and_recognise(disk, input.path));
  switch (opened.wrapping) {
    case Wrapping::kGzip:
      return limited(make_gzip_decoder(Feed(std::move(opened.file), opened.size), input.path),
                     input, offset, limits);
    case Wrapping::kZstd:
      return limited(make_zstd_decoder(Feed(std::move(opened.file), opened.size), input.path,
                                       limits.zstd_window),
                     input, offset, limits);
    case Wrapping::kZip:
      return whole_archive(input.path);
    case Wrapping::kForeign:
      return foreign_compression(input.path, opened.wrapping);
    case Wrapping::kNone:
      break;
  }
  if (offset > opened.size) return shorter_than_before(input.path, offset, opened.size);
  return std::unique_ptr<Source>(
      std::make_unique<PlainSource>(std::move(opened.file), opened.size, offset));
}

Result<std::string> peek(Disk& disk, const Input& input, std::size_t size) {
  BMO_TRY_AS(const auto source, open_source(disk, input, 0));
  std::string head(size, '\0');
  BMO_TRY_AS(const std::size_t got, source->read(head.data(), size));
  head.resize(got);
  return head;
}

Result<std::unique_ptr<File>> open_random(Disk& disk, const Input& input) {
  Wrapping wrapping = Wrapping::kZip;
  if (input.member.empty()) {
    BMO_TRY_AS(OpenInput opened, open_and_recognise(disk, input.path));
    if (opened.wrapping == Wrapping::kNone) return std::move(opened.file);
    wrapping = opened.wrapping;
  }
  Error error;
  error.kind = ErrorKind::kUnsupported;
  error.code = "E_COMPRESSION";
  error.message = "a columnar file cannot be read through " + std::string(wrapping_name(wrapping));
  error.why = "its parts are read in any order, and it is compressed inside already";
  error.hint = "unpack it first and name the unpacked file";
  error.place.file = input.display();
  return error;
}

}  // namespace bmo::io
