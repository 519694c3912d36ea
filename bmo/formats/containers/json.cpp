// JSON: a file that is one array of objects (or objects one after another), read without holding
// it.
#include <algorithm>
#include <array>

#include "bmo/formats/containers.hpp"
#include "bmo/formats/kit/text_elements.hpp"
#include "bmo/formats/kit/text_reader.hpp"
#include "bmo/formats/kit/text_rows.hpp"
#include "bmo/formats/kit/text_shard.hpp"
#include "bmo/formats/kit/text_sniff.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 1> kEndings{".json"};

/// Whether the file's values stand in an array is told by its first byte that is no white space.
Result<ElementFramer::Mode> find_mode(io::Disk& disk, const io::Input& input) {
  constexpr std::size_t kRoom = std::size_t{64} << 10U;
  BMO_TRY_AS(TextWindow window, TextWindow::open(disk, input, 0, kRoom));
  for (;;) {
    BMO_TRY(window.fill(kRoom));
    const std::string_view text = window.text();
    const std::string_view values = window.offset() == 0 ? without_mark(text) : text;
    const std::size_t start = values.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && values[start] == '[') return ElementFramer::Mode::kArray;
    if (start != std::string_view::npos || window.at_end()) return ElementFramer::Mode::kSequence;
    window.pass(text.size());
  }
}

/// A framer that goes on at a mark as the one that gave it would have.
Result<ElementFramer> framer_at(io::Disk& disk, const io::Input& input, const Mark& from) {
  if (from.byte == 0) return ElementFramer(ElementFramer::Mode::kUnknown);
  constexpr std::uint64_t kBefore = 4096;
  BMO_TRY_AS(const ElementFramer::Mode mode, find_mode(disk, input));
  const std::uint64_t size = std::min(from.byte, kBefore);
  BMO_TRY_AS(TextWindow window, TextWindow::open(disk, input, from.byte - size, kBefore));
  BMO_TRY(window.fill(size));
  return ElementFramer(mode, window.text());
}

/// Rows begin with ",\n", which the first row of a file drops.
class ArrayEncoder final : public Encoder {
 public:
  explicit ArrayEncoder(const Schema& schema) : rows_(schema) {}

  Status encode(const Columns& rows, std::span<const EncodedRows* const> alike,
                EncodedRows& out) override {
    rows_.encode(rows, alike, ",\n", "", out);
    return ok();
  }

 private:
  RowText rows_;
};

struct Json {
  static constexpr ContainerCard card{
      .id = "json",
      .title = "JSON",
      .summary = "One array of JSON objects, one object on each line.",
      .ending = ".json",
      .read_endings = kEndings,
      .compressible = true,
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own JSON reader, simdjson",
      .notation = table::Notation::kJson,
      .read =
          [](const table::ProofFile& file, table::ByteRange range, const table::TakeHashes& take) {
            return table::read_json_again(file, table::Framing::kArray, range, take);
          },
  };

  static int sniff(std::string_view head) {
    if (guess_encoding(head) != Encoding::kText) return 0;
    switch (guess_json(head)) {
      case JsonShape::kArray:
        return 95;
      case JsonShape::kSpread:
        return 90;
      case JsonShape::kOneLine:
        return 60;
      case JsonShape::kLongLine:
        return 50;
      case JsonShape::kLines:
        return 20;
      case JsonShape::kNone:
        return 0;
    }
    return 0;
  }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    BMO_TRY_AS(ElementFramer framer, framer_at(disk, input, from));
    return open_text(disk, input, options, from, std::move(framer));
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return std::make_unique<ArrayEncoder>(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema&,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    return make_text_shard(out, {"[\n", 2, "\n]\n", "[]\n"}, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& json() {
  return container_entry<Json>();
}
}  // namespace containers

}  // namespace bmo::formats
