// Reads the pairs of a file in any format that bmo knows, for tests and benches.
#pragma once
#include <string>

#include "bmo/formats/formats.hpp"
#include "bmo/io/io.hpp"

namespace bmo::dedup {

/// Calls `visit(pair)` for each pair that could be read. `mapping` may be nullptr.
template <typename Visit>
Status for_each_pair(const std::string& path, const formats::Mapping* mapping, Visit visit) {
  const io::Input input{.path = path, .member = {}};
  BMO_TRY_AS(const auto* container, formats::recognise(io::posix_disk(), input));
  BMO_TRY_AS(auto reader, container->open(io::posix_disk(), input, {}, {}));
  formats::RecordReader records(mapping);
  while (true) {
    BMO_TRY_AS(auto chunk, reader->next());
    if (chunk == nullptr) return ok();
    Batch batch;
    BMO_TRY(chunk->split(batch));
    records.read(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch.fates[i] != Fate::kQuarantined) visit(batch.pairs[i]);
    }
  }
}

}  // namespace bmo::dedup
