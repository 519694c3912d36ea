// Arrow IPC: the columns as they lie in memory; written as a file, read as a file or a stream.
#include <array>

#include "bmo/formats/kit/columnar_reader.hpp"
#include "bmo/formats/kit/columnar_shard.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 4> kEndings{".arrow", ".ipc", ".feather", ".arrows"};

struct Arrow {
  static constexpr ContainerCard card{
      .id = "arrow",
      .title = "Arrow IPC",
      .summary = "Columns as they lie in memory, uncompressed; loads without decoding.",
      .ending = ".arrow",
      .read_endings = kEndings,
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own Arrow reader",
      .notation = table::Notation::kColumns,
      .read = [](const table::ProofFile& file, table::ByteRange,
                 const table::TakeHashes& take) { return table::read_arrow_again(file, take); },
  };

  /// A file begins with its name, a stream with the mark of its first message.
  static int sniff(std::string_view head) {
    if (head.starts_with("ARROW1")) return 100;
    return head.starts_with("\xFF\xFF\xFF\xFF") ? 90 : 0;
  }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    return open_columnar(disk, input, table::FileKind::kArrowFile, options, from);
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return make_columnar_encoder(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema& schema,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    return open_columnar_shard(out, schema, table::FileKind::kArrowFile, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& arrow() {
  return container_entry<Arrow>();
}
}  // namespace containers

}  // namespace bmo::formats
