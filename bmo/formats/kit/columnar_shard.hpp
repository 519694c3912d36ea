// Writes rows into columnar shards: what the Parquet, Arrow and save_to_disk containers share.
#pragma once
#include <memory>

#include "bmo/formats/containers.hpp"

namespace bmo::formats {

std::unique_ptr<Encoder> make_columnar_encoder(const Schema& schema);

Result<std::unique_ptr<ShardWriter>> open_columnar_shard(table::Output& out, const Schema& schema,
                                                         table::FileKind kind,
                                                         const WriteOptions& options,
                                                         const ShardState& state);

}  // namespace bmo::formats
