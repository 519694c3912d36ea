// Memory where there is enough of it, positioned reads where there is not.
#include "bmo/dedup/rows.hpp"

#include <algorithm>

namespace bmo::dedup {
namespace {

constexpr std::size_t kChunkRows = 8192;

Texts cut(const Fingerprint& print, std::string_view text) {
  return {.instruction = text.substr(0, print.instruction_bytes),
          .response = text.substr(print.instruction_bytes, print.response_bytes),
          .names = text.substr(print.instruction_bytes + print.response_bytes, print.names_bytes)};
}

}  // namespace

ParallelFor serial() {
  return [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < count; ++i)
      work(i);
  };
}

Status read_all(io::File& file, std::uint64_t offset, void* out, std::size_t size) {
  char* at = static_cast<char*>(out);
  while (size > 0) {
    BMO_TRY_AS(const std::size_t got, file.read_at(offset, at, size));
    if (got == 0) {
      return Error{.kind = ErrorKind::kIo,
                   .code = "E_DAMAGED",
                   .message = "a working file is shorter than what was written to it",
                   .why = "it ends before byte " + std::to_string(offset + size),
                   .hint = "run the command again with --restart"};
    }
    at += got;
    offset += got;
    size -= got;
  }
  return ok();
}

Rows Rows::of(FingerprintBatch batch) {
  Rows out;
  out.size_ = batch.prints.size();
  out.prints_ = std::move(batch.prints);
  out.texts_ = std::move(batch.texts);
  return out;
}

Result<Rows> Rows::open(io::Disk& disk, const std::string& prints_path, std::uint64_t print_bytes,
                        const std::string& texts_path, std::uint64_t text_bytes,
                        std::uint64_t memory_bytes) {
  Rows out;
  out.size_ = print_bytes / sizeof(Fingerprint);
  BMO_TRY_AS(out.prints_file_, disk.open(prints_path, io::Open::kRead));
  BMO_TRY_AS(out.texts_file_, disk.open(texts_path, io::Open::kRead));
  if (print_bytes + text_bytes <= memory_bytes) {
    out.prints_.resize(out.size_);
    out.texts_.resize(text_bytes);
    BMO_TRY(read_all(*out.prints_file_, 0, out.prints_.data(), out.size_ * sizeof(Fingerprint)));
    BMO_TRY(read_all(*out.texts_file_, 0, out.texts_.data(), out.texts_.size()));
  }
  return out;
}

Status Rows::read(Row row, Fingerprint& out) const {
  if (in_memory()) {
    out = prints_[row];
    return ok();
  }
  return read_all(*prints_file_, std::uint64_t{row} * sizeof(Fingerprint), &out, sizeof(out));
}

Result<Texts> Rows::texts(const Fingerprint& print, std::string& scratch) const {
  if (in_memory()) {
    return cut(print, std::string_view(texts_).substr(print.text_at, print.text_bytes()));
  }
  scratch.resize(print.text_bytes());
  BMO_TRY(read_all(*texts_file_, print.text_at, scratch.data(), scratch.size()));
  return cut(print, scratch);
}

Texts Rows::Chunk::texts_of(const Fingerprint& print) const {
  return cut(print, texts.substr(print.text_at - prints.front().text_at, print.text_bytes()));
}

Status Rows::scan(const std::function<Status(const Chunk&)>& visit) const {
  return scan_files(true, visit);
}

Status Rows::scan_prints(const std::function<Status(const Chunk&)>& visit) const {
  return scan_files(false, visit);
}

Status Rows::scan_files(bool with_texts, const std::function<Status(const Chunk&)>& visit) const {
  std::vector<Fingerprint> prints;
  std::string texts;
  for (std::size_t first = 0; first < size_; first += kChunkRows) {
    const std::size_t count = std::min(kChunkRows, size_ - first);
    Chunk chunk{.first = static_cast<Row>(first)};
    if (in_memory()) {
      chunk.prints = std::span(prints_).subspan(first, count);
      chunk.texts = std::string_view(texts_).substr(chunk.prints.front().text_at);
    } else {
      prints.resize(count);
      BMO_TRY(read_all(*prints_file_, first * sizeof(Fingerprint), prints.data(),
                       count * sizeof(Fingerprint)));
      chunk.prints = prints;
    }
    if (with_texts && !in_memory()) {
      texts.resize(prints.back().text_at + prints.back().text_bytes() - prints.front().text_at);
      BMO_TRY(read_all(*texts_file_, prints.front().text_at, texts.data(), texts.size()));
      chunk.texts = texts;
    }
    BMO_TRY(visit(chunk));
  }
  return ok();
}

}  // namespace bmo::dedup
