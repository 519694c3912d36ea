// An ordered pipeline: serial source, parallel work, serial stages, with a bounded number of
// batches in flight, so that memory does not grow with the input.
#include "bmo/pipeline/scan.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <new>

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

namespace bmo::pipeline {
namespace {

/// Items that went all the way, so that their memory is used again.
class ItemPool {
 public:
  std::unique_ptr<Item> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<Item>();
    std::unique_ptr<Item> item = std::move(free_.back());
    free_.pop_back();
    return item;
  }

  void give(std::unique_ptr<Item> item) {
    item->clear();
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(item));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Item>> free_;
};

/// The serial end that reads: walks the inputs and numbers the records.
class ChunkSource {
 public:
  ChunkSource(io::Disk& disk, const std::vector<OpenedInput>& inputs, const ScanMark& from,
              const formats::ReadOptions& options, std::vector<std::string>& notes)
      : disk_(disk), inputs_(inputs), at_(from), options_(options), notes_(notes) {
    for (std::uint32_t i = 0; i < from.input; ++i)
      bytes_before_ += inputs[i].bytes;
  }

  /// False at the end of all inputs.
  Result<bool> next(Item& item) {
    while (at_.input < inputs_.size()) {
      if (!reader_) BMO_TRY(open());
      auto chunk = reader_->next();
      if (!chunk) return located(std::move(chunk).error());
      if (*chunk) {
        item.chunk = std::move(*chunk);
        item.input = at_.input;
        item.first_record = at_.records + 1;
        at_.records += item.chunk->records();
        records_here_ += item.chunk->records();
        return true;
      }
      BMO_TRY(close());
    }
    return false;
  }

  std::uint64_t bytes_done() const { return bytes_before_ + (reader_ ? reader_->bytes_done() : 0); }
  std::uint64_t records() const { return at_.records; }

 private:
  const OpenedInput& input() const { return inputs_[at_.input]; }

  Error located(Error error) const {
    if (error.place.file.empty()) error.place.file = input().input.display();
    return error;
  }

  Status open() {
    auto reader = input().container->open(disk_, input().input, options_, at_.at);
    if (!reader) return located(std::move(reader).error());
    reader_ = std::move(*reader);
    records_here_ = at_.at.record;
    return ok();
  }

  Status close() {
    if (records_here_ == 0) {
      return Error{.kind = ErrorKind::kBadData,
                   .code = "E_EMPTY",
                   .message = "the input holds no record",
                   .hint = "leave it out, or see that the right file was named",
                   .place = {.file = input().input.display(), .byte = 0}};
    }
    for (const formats::Note& note : reader_->notes()) {
      std::string text = input().name + ": " + note.text;
      // A second pass over the input says it again.
      if (std::find(notes_.begin(), notes_.end(), text) == notes_.end())
        notes_.push_back(std::move(text));
    }
    reader_.reset();
    bytes_before_ += input().bytes;
    ++at_.input;
    at_.at = {};
    return ok();
  }

  io::Disk& disk_;
  const std::vector<OpenedInput>& inputs_;
  ScanMark at_;
  formats::ReadOptions options_;
  std::vector<std::string>& notes_;
  std::unique_ptr<formats::Reader> reader_;
  std::uint64_t records_here_ = 0;
  std::uint64_t bytes_before_ = 0;
};

/// Tells at most ten times a second.
class Ticker {
 public:
  explicit Ticker(const ProgressFunction& progress) : progress_(progress) {}

  void tell(const ProgressState& state) {
    const auto now = std::chrono::steady_clock::now();
    if (!progress_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    progress_(state);
  }

 private:
  const ProgressFunction& progress_;
  std::chrono::steady_clock::time_point last_;
};

std::uint64_t total_bytes(const std::vector<OpenedInput>& inputs) {
  std::uint64_t sum = 0;
  for (const OpenedInput& input : inputs)
    sum += input.bytes;
  return sum;
}

/// A stage as the pipeline calls it: after an item that failed, here or before, it works on none.
class SerialStage {
 public:
  explicit SerialStage(const Stage& stage) : stage_(&stage) {}

  Item* operator()(Item* item) const {
    if (*ended_ || !item->status) {
      *ended_ = true;
    } else {
      item->status = (*stage_)(*item);
    }
    return item;
  }

 private:
  const Stage* stage_;
  std::shared_ptr<bool> ended_ = std::make_shared<bool>(false);  ///< Filters are copied.
};

Error out_of_memory() {
  return {.kind = ErrorKind::kMemory,
          .code = "E_MEMORY",
          .message = "memory ran out",
          .hint = "lower --threads or --batch-size, or raise the limit that the system sets"};
}

}  // namespace

void Item::clear() {
  batch.records.clear();
  batch.pairs.clear();
  batch.fates.clear();
  batch.findings.clear();
  batch.metadata.clear();
  batch.arena.reset();
  batch.bytes.reset();
  batch.held.reset();
  chunk.reset();
  raw_hashes.clear();
  reasons.clear();
  changes.clear();
  profiles.clear();
  directions.clear({}, 0);
  keys.clear();
  budget_keys.clear();
  strata.clear();
  traits.clear();
  prints.clear();
  gated.clear();
  overridden.clear();
  own_metadata.clear();
  own_scores.clear();
  seen.reset();
  block_ends.clear();
  for (StreamRows& stream : streams) {
    stream.rows.clear();
    stream.encoded.text.clear();
    stream.encoded.sizes.clear();
    stream.encoded.json.rows.clear();
    stream.encoded.json.values.clear();
    stream.encoded.columns.reset();
  }
  status = ok();
}

Error stopped(int signal) {
  return {.kind = ErrorKind::kCancelled,
          .code = "E_STOPPED",
          .message = "stopped by a signal",
          .why = "signal " + std::to_string(signal),
          .hint = "run the same command again: it goes on where it stopped"};
}

Status scan(io::Disk& disk, const std::vector<OpenedInput>& inputs, const ScanMark& from,
            const ScanOptions& options, const StopFlag& stop, const ProgressFunction& progress,
            const std::function<std::unique_ptr<Worker>()>& make_worker,
            const std::vector<Stage>& stages, std::vector<std::string>& notes) {
  const unsigned threads = options.effort.threads != 0
                               ? options.effort.threads
                               : static_cast<unsigned>(oneapi::tbb::info::default_concurrency());
  const std::size_t in_flight = 2 * std::size_t{threads} + options.read_ahead;
  ItemPool pool;
  ChunkSource source(disk, inputs, from, options.read, notes);
  Ticker ticker(progress);
  Status source_status = ok();
  Status stage_status = ok();
  std::atomic<bool> ended{false};
  ProgressState state{.phase = options.phase, .bytes_total = total_bytes(inputs)};
  oneapi::tbb::enumerable_thread_specific<std::unique_ptr<Worker>> workers(make_worker);

  const auto read = [&](oneapi::tbb::flow_control& control) -> Item* {
    if (stop.raised()) source_status = stopped(stop.signal());
    if (ended.load() || !source_status) {
      control.stop();
      return nullptr;
    }
    std::unique_ptr<Item> item = pool.take();
    auto more = source.next(*item);
    if (!more) source_status = std::move(more).error();
    if (!more || !*more) {
      control.stop();
      return nullptr;
    }
    state.bytes_done = source.bytes_done();
    state.records = source.records();
    ticker.tell(state);
    return item.release();
  };
  const auto work = [&](Item* item) {
    if (!ended.load()) item->status = workers.local()->prepare(*item);
    return item;
  };
  const auto last = [&](Item* raw) {
    std::unique_ptr<Item> item(raw);
    if (ended.load()) return;
    stage_status = std::move(item->status);
    if (!stage_status) ended.store(true);
    pool.give(std::move(item));
  };

  using oneapi::tbb::filter_mode;
  using oneapi::tbb::make_filter;
  try {
    const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism,
                                            threads);
    oneapi::tbb::task_arena arena(static_cast<int>(threads));
    arena.execute([&] {
      auto chain = make_filter<void, Item*>(filter_mode::serial_in_order, read) &
                   make_filter<Item*, Item*>(filter_mode::parallel, work);
      for (const Stage& stage : stages)
        chain = chain & make_filter<Item*, Item*>(filter_mode::serial_in_order, SerialStage(stage));
      oneapi::tbb::parallel_pipeline(
          in_flight, chain & make_filter<Item*, void>(filter_mode::serial_in_order, last));
    });
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
  if (!stage_status) return stage_status;
  return source_status;
}

}  // namespace bmo::pipeline
