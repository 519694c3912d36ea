// A data set as Hugging Face `save_to_disk` lays it out: Arrow streams that load_from_disk maps.
#include "bmo/formats/kit/columnar_reader.hpp"
#include "bmo/formats/kit/columnar_shard.hpp"

namespace bmo::formats {
namespace {

struct SavedDataset {
  static constexpr ContainerCard card{
      .id = "hf",
      .title = "Hugging Face save_to_disk",
      .summary = "A folder for datasets.load_from_disk: Arrow shards with their state.json.",
      .ending = ".arrow",
      .read_endings = {},
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own Arrow reader",
      .notation = table::Notation::kColumns,
      .read = [](const table::ProofFile& file, table::ByteRange,
                 const table::TakeHashes& take) { return table::read_arrow_again(file, take); },
  };

  /// Its shards are Arrow streams, which the container `arrow` reads.
  static int sniff(std::string_view /*head*/) { return 0; }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    return open_columnar(disk, input, table::FileKind::kArrowStream, options, from);
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return make_columnar_encoder(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema& schema,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    return open_columnar_shard(out, schema, table::FileKind::kArrowStream, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& hf() {
  return container_entry<SavedDataset>();
}
}  // namespace containers

}  // namespace bmo::formats
