// Reads inputs in order on one thread, works on their records on all, and hands the results on in
// order again.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/stop.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/metrics/metrics.hpp"
#include "bmo/pipeline/prints.hpp"
#include "bmo/pipeline/progress.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::pipeline {

/// An input with the container it was recognised as.
struct OpenedInput {
  io::Input input;
  std::string name;  ///< As the run's files call it: relative to the folder common to all inputs.
  const formats::ContainerEntry* container = nullptr;
  std::uint64_t bytes = 0;
};

/// Where a scan stands between two records.
struct ScanMark {
  std::uint32_t input = 0;
  formats::Mark at;
  std::uint64_t records = 0;  ///< Over all inputs.
};

/// The rows of one batch for one stream.
struct StreamRows {
  std::vector<std::uint32_t> rows;  ///< Indices into the batch, ascending.
  formats::EncodedRows encoded;     ///< One row for each of them.
};

/// What rules of a whole set and the data card count rows by; the bits above kMessageExtras are
/// those of formats::OptionalField, up to kOptionalFieldEnd.
enum RowTrait : std::uint16_t {
  kGoodLabel = 1,
  kBadLabel = 2,
  kMessageExtras = 4,
  kDatedAnswer = 256,     ///< The answer is a time text (base/time_text.hpp) ...
  kDatedPair = 512,       ///< ... and so is every text of the pair.
  kTimedMetadata = 1024,  ///< A time in its metadata is a time text ...
  kDatedMetadata = 2048   ///< ... and one has no place for a fraction of a second.
};
inline constexpr unsigned kOptionalFieldShift = 3;
inline constexpr unsigned kOptionalFieldEnd = 8;
inline constexpr std::size_t kNumTraits = 12;

/// A block of the run that ends inside a batch, on its way to the journal.
struct BlockEnd {
  std::size_t row = 0;                             ///< One past its last row.
  json::Dom record;                                ///< What will be published of it.
  std::vector<std::shared_ptr<io::File>> to_sync;  ///< What must be durable before it is.
};

/// How a pair fared at the gates.
enum Gated : std::uint8_t { kNotGated, kPassed, kDropped };

/// A batch on its way, with what the sink needs of it.
struct Item {
  Batch batch;
  std::unique_ptr<formats::Chunk> chunk;
  std::uint32_t input = 0;
  std::uint64_t first_record = 0;          ///< Number of its first record, from 1.
  std::vector<Hash128> raw_hashes;         ///< One per record; the record's number is part of it.
  std::vector<std::string_view> reasons;   ///< Why a record is not exported; static text or a code.
  std::vector<checks::Change> changes;     ///< What fixes did, by row.
  std::vector<std::uint64_t> keys;         ///< Hash of the id: what sampling and splits rank by.
  std::vector<BudgetKey> budget_keys;      ///< By row; empty where no budget is asked for.
  std::vector<std::uint64_t> strata;       ///< By row; empty where splits are not stratified.
  std::vector<std::uint16_t> traits;       ///< RowTrait bits; empty where no record has any.
  ItemPrints prints;                       ///< In pass one, where duplicates are looked for.
  std::vector<metrics::Profile> profiles;  ///< One per record, where they are asked for.
  embed::Vectors directions;               ///< The same, of instructions.
  std::vector<StreamRows> streams;
  std::vector<std::uint8_t> gated;  ///< Gated, by row; empty: there are no gates.
  const std::vector<Threshold>* thresholds = nullptr;  ///< Where there are gates.
  std::vector<std::string_view> overridden;  ///< What people decided, by row; empty: nothing.
  std::vector<std::vector<double>> scores;   ///< Our own, by score and row; empty: not scored.
  std::vector<Metadata> own_metadata;        ///< Of pairs whose metadata holds our scores, too ...
  std::vector<std::vector<Score>> own_scores;  ///< ... and those.
  std::optional<chat::SeenSet>
      seen;  ///< What a trainer sees of its pairs, where that is asked for.
  std::vector<BlockEnd> block_ends;
  Status status = ok();

  /// Forgets the records, keeps the memory.
  void clear();
};

/// The work on one batch; each thread has its own.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual Status prepare(Item& item) = 0;
};

struct ScanOptions {
  formats::ReadOptions read;
  Effort effort;
  std::string_view phase;
  /// Batches that may wait while a stage compresses a group of rows: enough to keep the other
  /// threads at work, few enough to bound the memory.
  std::size_t read_ahead = 4;
};

/// A serial end of a scan: gets every item, in input order, from one thread at a time.
using Stage = std::function<Status(Item&)>;

/// E_STOPPED: what is done is kept.
Error stopped(int signal);

/// Takes every item through the stages, in their order; each works on an item of its own while the
/// others work on theirs. An item that a stage refuses goes no further, nor does any after it: its
/// error, or a raised stop flag (E_STOPPED), ends the scan. An input without records is E_EMPTY.
/// `notes` receives what readers say of their inputs.
Status scan(io::Disk& disk, const std::vector<OpenedInput>& inputs, const ScanMark& from,
            const ScanOptions& options, const StopFlag& stop, const ProgressFunction& progress,
            const std::function<std::unique_ptr<Worker>()>& make_worker,
            const std::vector<Stage>& stages, std::vector<std::string>& notes);

}  // namespace bmo::pipeline
