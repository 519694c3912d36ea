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

Result<Rows> Rows::open(io::Disk& disk, std::vector<RowsPart> parts, std::uint64_t memory_bytes,
                        bool holds_texts) {
  Rows out;
  for (RowsPart& part : parts)
    BMO_TRY(out.add_part(disk, std::move(part)));
  BMO_TRY(out.load(memory_bytes, holds_texts));
  return out;
}

Status Rows::add_part(io::Disk& disk, RowsPart card) {
  const std::size_t rows = card.print_bytes / sizeof(Fingerprint);
  Part part{.first_row = static_cast<Row>(size_), .end_row = static_cast<Row>(size_ + rows)};
  if (!parts_.empty()) part.first_text = parts_.back().first_text + parts_.back().card.text_bytes;
  BMO_TRY_AS(part.prints, disk.open(card.prints_path, io::Open::kRead));
  BMO_TRY_AS(part.texts, disk.open(card.texts_path, io::Open::kRead));
  part.card = std::move(card);
  size_ += rows;
  parts_.push_back(std::move(part));
  return ok();
}

Status Rows::load(std::uint64_t memory_bytes, bool holds_texts) {
  const std::uint64_t print_bytes = size_ * sizeof(Fingerprint);
  const std::uint64_t text_bytes =
      parts_.empty() ? 0 : parts_.back().first_text + parts_.back().card.text_bytes;
  texts_in_memory_ = holds_texts && print_bytes + text_bytes <= memory_bytes;
  prints_in_memory_ = texts_in_memory_ || print_bytes <= memory_bytes / 2;
  if (prints_in_memory_) prints_.resize(size_);
  if (texts_in_memory_) texts_.resize(text_bytes);
  for (const Part& part : parts_) {
    if (prints_in_memory_) {
      BMO_TRY(
          read_prints(part, part.first_row,
                      std::span(prints_).subspan(part.first_row, part.end_row - part.first_row)));
    }
    if (!texts_in_memory_) continue;
    BMO_TRY(read_texts(part, part.first_text,
                       std::span(texts_).subspan(part.first_text, part.card.text_bytes)));
  }
  return ok();
}

const Rows::Part& Rows::part_of(Row row) const {
  return *std::ranges::upper_bound(parts_, row, {}, &Part::end_row);
}

Status Rows::read_prints(const Part& part, Row first, std::span<Fingerprint> out) const {
  BMO_TRY(read_all(*part.prints, (first - part.first_row) * std::uint64_t{sizeof(Fingerprint)},
                   out.data(), out.size_bytes()));
  for (Fingerprint& print : out) {
    print.record += part.card.records_before;
    print.text_at += part.first_text;
    if (print.source == part.card.unnamed) print.source = part.card.source;
  }
  return ok();
}

Status Rows::read_texts(const Part& part, std::uint64_t at, std::span<char> out) const {
  return read_all(*part.texts, at - part.first_text, out.data(), out.size());
}

Status Rows::read(Row row, Fingerprint& out) const {
  if (!prints_in_memory_) return read_prints(part_of(row), row, {&out, 1});
  out = prints_[row];
  return ok();
}

Result<Texts> Rows::texts(const Fingerprint& print, std::string& scratch) const {
  if (texts_in_memory_) {
    return cut(print, std::string_view(texts_).substr(print.text_at, print.text_bytes()));
  }
  scratch.resize(print.text_bytes());
  if (scratch.empty()) return Texts{};
  const auto after = std::ranges::upper_bound(parts_, print.text_at, {}, &Part::first_text);
  BMO_TRY(read_texts(*std::prev(after), print.text_at, scratch));
  return cut(print, scratch);
}

Texts Rows::Chunk::texts_of(const Fingerprint& print) const {
  return cut(print, texts.substr(print.text_at - prints.front().text_at, print.text_bytes()));
}

Status Rows::scan(const std::function<Status(const Chunk&)>& visit, Row first) const {
  if (parts_.empty()) return scan_memory(first, visit);
  for (const Part& part : parts_)
    BMO_TRY(scan_part(part, std::max(part.first_row, first), true, visit));
  return ok();
}

Status Rows::scan_prints(const std::function<Status(const Chunk&)>& visit) const {
  if (parts_.empty()) return scan_memory(0, visit);
  for (const Part& part : parts_)
    BMO_TRY(scan_part(part, part.first_row, false, visit));
  return ok();
}

Status Rows::scan_memory(Row first, const std::function<Status(const Chunk&)>& visit) const {
  for (std::size_t at = first; at < size_; at += kChunkRows) {
    Chunk chunk{.first = static_cast<Row>(at)};
    chunk.prints = std::span(prints_).subspan(at, std::min(kChunkRows, size_ - at));
    chunk.texts = std::string_view(texts_).substr(chunk.prints.front().text_at);
    BMO_TRY(visit(chunk));
  }
  return ok();
}

Status Rows::scan_part(const Part& part, Row first, bool with_texts,
                       const std::function<Status(const Chunk&)>& visit) const {
  std::vector<Fingerprint> prints;
  std::string texts;
  for (std::size_t at = first; at < part.end_row; at += kChunkRows) {
    const std::size_t count = std::min(kChunkRows, part.end_row - at);
    Chunk chunk{.first = static_cast<Row>(at)};
    if (prints_in_memory_) {
      chunk.prints = std::span(prints_).subspan(at, count);
    } else {
      prints.resize(count);
      BMO_TRY(read_prints(part, chunk.first, prints));
      chunk.prints = prints;
    }
    const Fingerprint& front = chunk.prints.front();
    const Fingerprint& back = chunk.prints.back();
    if (texts_in_memory_) {
      chunk.texts = std::string_view(texts_).substr(front.text_at);
    } else if (with_texts) {
      texts.resize(back.text_at + back.text_bytes() - front.text_at);
      BMO_TRY(read_texts(part, front.text_at, texts));
      chunk.texts = texts;
    }
    BMO_TRY(visit(chunk));
  }
  return ok();
}

}  // namespace bmo::dedup
