// The unit of streaming: some hundred records on their way from a file to an output.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/model/finding.hpp"
#include "bmo/model/pair.hpp"

namespace bmo {

enum class Fate : std::uint8_t { kExported, kFiltered, kDuplicate, kQuarantined, kHeld };
inline constexpr std::size_t kNumFates = 5;

/// "exported", "filtered", "duplicate", "quarantined", "held".
std::string_view fate_name(Fate fate);

/// A record as it stands in its source. `raw` is the record's bytes as they are in the file (for
/// columnar files: its JSON text); `json` is what layouts read. Both borrow from the batch.
struct Record {
  std::uint64_t number = 0;  ///< From 1, over all inputs of the run.
  std::uint32_t file = 0;    ///< Index into the run's list of inputs.
  std::uint64_t line = 0;    ///< From 1; 0 where the container has no lines.
  std::uint64_t byte = 0;    ///< Where the record starts in the (decompressed) file, from 0.
  std::string_view raw;
  std::string_view json;
};

/// Records in input order with the pairs read from them: `pairs[i]` belongs to `records[i]` and is
/// meaningful only while `fates[i]` is not kQuarantined. Not thread-safe; one worker has it at a
/// time. All views inside borrow from `arena`, `bytes` or `held`.
struct Batch {
  std::vector<Record> records;
  std::vector<Pair> pairs;
  std::vector<Fate> fates;
  std::vector<Finding> findings;

  Arena arena;
  std::shared_ptr<const std::string> bytes;  ///< The input text that records point into, if any.
  std::shared_ptr<const void> held;          ///< A columnar batch that records point into, if any.

  /// Room for one per record is reserved before the first, since pairs point here.
  std::vector<Metadata> metadata;

  std::size_t size() const { return records.size(); }
};

}  // namespace bmo
