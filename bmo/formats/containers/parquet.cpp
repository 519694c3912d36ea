// Parquet: columns in compressed row groups, the form that every data tool reads.
#include <array>

#include "bmo/formats/kit/columnar_reader.hpp"
#include "bmo/formats/kit/columnar_shard.hpp"

namespace bmo::formats {
namespace {

constexpr std::array<std::string_view, 3> kEndings{".parquet", ".pq", ".parq"};

struct Parquet {
  static constexpr ContainerCard card{
      .id = "parquet",
      .title = "Parquet",
      .summary = "Typed columns, zstd inside, in data/ as the Hugging Face Hub lays them out.",
      .ending = ".parquet",
      .read_endings = kEndings,
      .in_data_folder = true,
  };

  static constexpr SecondReading second{
      .decoder = "bmo's own Parquet reader",
      .notation = table::Notation::kColumns,
      .read = [](const table::ProofFile& file, table::ByteRange,
                 const table::TakeHashes& take) { return table::read_parquet_again(file, take); },
  };

  static int sniff(std::string_view head) { return head.starts_with("PAR1") ? 100 : 0; }

  static Result<std::unique_ptr<Reader>> open(io::Disk& disk, const io::Input& input,
                                              const ReadOptions& options, const Mark& from) {
    return open_columnar(disk, input, table::FileKind::kParquet, options, from);
  }

  static std::unique_ptr<Encoder> make_encoder(const Schema& schema) {
    return make_columnar_encoder(schema);
  }

  static Result<std::unique_ptr<ShardWriter>> open_shard(table::Output& out, const Schema& schema,
                                                         const WriteOptions& options,
                                                         const ShardState& state) {
    return open_columnar_shard(out, schema, table::FileKind::kParquet, options, state);
  }
};

}  // namespace

namespace containers {
const ContainerEntry& parquet() {
  return container_entry<Parquet>();
}
}  // namespace containers

}  // namespace bmo::formats
