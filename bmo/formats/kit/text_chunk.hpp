// Records of a text file, framed in a buffer and not yet looked into.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/containers.hpp"

namespace bmo::formats {

/// Of a record that cannot be read, only so much is kept for the quarantine.
inline constexpr std::size_t kKeptOfUnreadable = std::size_t{64} << 10U;

/// One record: where its bytes lie within the chunk's text.
struct Frame {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
  std::uint32_t line = 0;  ///< Lines between the chunk's start and the record.
};

/// A frame that is no record at all.
struct FrameFault {
  std::uint32_t frame = 0;
  std::string_view code;
  std::string detail;
};

struct FramedText {
  std::shared_ptr<const std::string> buffer;
  const char* text = nullptr;  ///< In `buffer`; what Frame::at counts from.
  Mark first;                  ///< Of `text`, not of the first record.
  Mark after;
  std::vector<Frame> frames;
  std::vector<FrameFault> faults;  ///< In the order of frames.
};

class TextChunk : public Chunk {
 public:
  explicit TextChunk(FramedText framed) : framed_(std::move(framed)) {}
  std::size_t records() const final { return framed_.frames.size(); }
  Status split(Batch& batch) final;
  Mark mark(std::size_t index) const final;

 protected:
  /// Sets Record::json of the records from `first_row` on that have no fault; the default is that
  /// a record's bytes are its JSON.
  virtual void convert(Batch& batch, std::size_t first_row);

 private:
  FramedText framed_;
};

/// Adds an error about the record at `finding.row` and takes its JSON away.
void quarantine(Batch& batch, Finding finding);

}  // namespace bmo::formats
