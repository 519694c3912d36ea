// Turns frames into records of a batch.
#include "bmo/formats/kit/text_chunk.hpp"

#include <utility>

namespace bmo::formats {

Status TextChunk::split(Batch& batch) {
  const std::size_t first_row = batch.records.size();
  batch.bytes = framed_.buffer;
  batch.records.reserve(first_row + framed_.frames.size());
  for (const Frame& frame : framed_.frames) {
    batch.records.push_back({.line = framed_.first.line + frame.line,
                             .byte = framed_.first.byte + frame.at,
                             .raw = {framed_.text + frame.at, frame.size}});
  }
  batch.pairs.resize(batch.records.size());
  batch.fates.resize(batch.records.size(), Fate::kExported);
  for (FrameFault& fault : framed_.faults) {
    quarantine(batch, {.code = fault.code,
                       .row = static_cast<std::uint32_t>(first_row + fault.frame),
                       .column = 1,
                       .detail = std::move(fault.detail)});
  }
  convert(batch, first_row);
  return ok();
}

Mark TextChunk::mark(std::size_t index) const {
  if (index >= framed_.frames.size()) return framed_.after;
  const Frame& frame = framed_.frames[index];
  return {.byte = framed_.first.byte + frame.at,
          .line = framed_.first.line + frame.line,
          .record = framed_.first.record + index};
}

void TextChunk::convert(Batch& batch, std::size_t first_row) {
  for (std::size_t row = first_row; row < batch.records.size(); ++row) {
    if (batch.fates[row] != Fate::kQuarantined) batch.records[row].json = batch.records[row].raw;
  }
}

void quarantine(Batch& batch, Finding finding) {
  batch.fates[finding.row] = Fate::kQuarantined;
  batch.records[finding.row].json = {};
  batch.findings.push_back(std::move(finding));
}

}  // namespace bmo::formats
