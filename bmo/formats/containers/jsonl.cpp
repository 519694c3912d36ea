// JSON Lines: one JSON object on each line.
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/formats/containers.hpp"
#include "bmo/formats/kit/text_reader.hpp"
#include "bmo/formats/kit/text_rows.hpp"
#include "bmo/formats/kit/text_shard.hpp"
#include "bmo/formats/kit/text_sniff.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 3> kEndings{".jsonl", ".ndjson", ".jl"};

/// Lines, by LF or CRLF and by nothing else; blank ones are no records.
class LineFramer {
 public:
  Step step(std::string_view text, std::size_t at, bool at_end) {
    const std::size_t end = find_byte(text, at, '\n');
    const bool ends = end < text.size();
    if (!ends && !at_end) return {Step::Kind::kMore};
    if (!ends && at == text.size()) return {Step::Kind::kEnd};
    Step step{Step::Kind::kFrame, at, end, ends ? end + 1 : end, 0, ends ? 1U : 0U};
    if (end > at && text[end - 1] == '\r') --step.end;
    if (is_blank_line(text.substr(at, step.end - at))) {
      step.kind = Step::Kind::kSkip;
      ++blank_lines_;
    }
    return step;
  }

  bool skip(std::string_view text, std::size_t& at, bool at_end) {
    const std::size_t end = find_byte(text, at, '\n');
    at = std::min(end + 1, text.size());
    return end < text.size() || at_end;
  }

  static Error error(const Mark&) { return {}; }

  std::vector<Note> notes() const {
    if (blank_lines_ == 0) return {};
    return {{"N_BLANK_LINES", format_count(blank_lines_) + " blank lines were skipped"}};
  }

  static std::unique_ptr<Chunk> make_chunk(FramedText framed) {
    return std::make_unique<TextChunk>(std::move(framed));
  }

 private:
  std::uint64_t blank_lines_ = 0;
};

class LineEncoder final : public Encoder {
 public:
  explicit LineEncoder(const Schema& schema) : rows_(schema) {}

  Status encode(const Columns& rows, std::span<const EncodedRows* const> alike,
                EncodedRows& out) override {
    rows_.encode(rows, alike, "", "\n", out);
    return ok();
  }

 private:
  RowText rows_;
};

struct Jsonl {
  static constexpr ContainerCard card{
      .id = "jsonl",
      .title = "JSON Lines",
      .summary = "One JSON object on each line; what most trainers read.",
      .ending = ".jsonl",
      .read_endings = kEndings,
      .compressible = true,
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own JSON reader, simdjson",
      .notation = table::Notation::kJson,
      .splits = true,
      .read =
          [](const table::ProofFile& file, table::ByteRange range, const table::TakeHashes& take) {
            return table::read_json_again(file, table::Framing::kLines, range, take);
          },
  };

  static int sniff(std::string_view head) {
    if (guess_encoding(head) != Encoding::kText) return 0;
    switch (guess_json(head)) {
      case JsonShape::kLines:
        return 95;
      case JsonShape::kOneLine:
        return 80;
      case JsonShape::kLongLine:
        return 60;
      case JsonShape::kSpread:
        return 30;
      case JsonShape::kArray:
        return 10;
      case JsonShape::kNone:
        return 0;
    }
    return 0;
  }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    return open_text(disk, input, options, from, LineFramer());
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return std::make_unique<LineEncoder>(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema&,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    return make_text_shard(out, {}, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& jsonl() {
  return container_entry<Jsonl>();
}
}  // namespace containers

}  // namespace bmo::formats
