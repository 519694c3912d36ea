// Spreads the reading over threads and joins what the parts add up to.
#include "bmo/pipeline/proof.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::uint64_t kRangeBytes = std::uint64_t{8} << 20U;

/// A part of a file for one thread.
struct Part {
  std::size_t task = 0;
  table::ByteRange range;
};

std::vector<Part> parts_of(const std::vector<ProofTask>& tasks) {
  std::vector<Part> out;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    const StreamCard& card = *tasks[t].card;
    const bool splits = card.container->second->splits &&
                        card.options.compression == io::Compression::kNone &&
                        tasks[t].bytes > 2 * kRangeBytes;
    if (!splits) {
      out.push_back({.task = t, .range = {}});
      continue;
    }
    for (std::uint64_t at = 0; at < tasks[t].bytes; at += kRangeBytes)
      out.push_back({.task = t, .range = {at, std::min(at + kRangeBytes, tasks[t].bytes)}});
  }
  return out;
}

/// Reads all parts; the first error of the first part wins.
class Reading {
 public:
  Reading(const RunContext& context, const std::vector<ProofTask>& tasks)
      : context_(context), tasks_(tasks), parts_(parts_of(tasks)), sums_(parts_.size()) {
    for (const ProofTask& task : tasks)
      total_ += task.bytes;
  }

  void run(unsigned threads) {
    const int width =
        threads == 0 ? oneapi::tbb::info::default_concurrency() : static_cast<int>(threads);
    oneapi::tbb::task_arena arena(width);
    arena.execute([this] {
      oneapi::tbb::parallel_for(
          std::size_t{0}, parts_.size(), [this](std::size_t p) { read(p); },
          oneapi::tbb::simple_partitioner());
    });
  }

  Result<std::vector<table::RowSum>> sums() const {
    if (fault_) return *fault_;
    std::vector<table::RowSum> out(tasks_.size());
    for (std::size_t p = 0; p < parts_.size(); ++p)
      out[parts_[p].task].append(sums_[p]);
    return out;
  }

 private:
  void read(std::size_t p) {
    if (failed_) return;
    const Part& part = parts_[p];
    const ProofTask& task = tasks_[part.task];
    const Status status = task.card->container->second->read(
        {.disk = context_.disk,
         .path = task.path,
         .schema = task.card->schema,
         .by_others = task.by_others},
        part.range, [this, p](std::span<const Hash128> hashes) -> Status {
          if (context_.stop.raised()) return stopped(context_.stop.signal());
          for (const Hash128 hash : hashes)
            sums_[p].add(hash);
          return ok();
        });
    if (!status) note(status.error(), p);
    report(std::min(part.range.end, task.bytes) - part.range.begin);
  }

  void note(const Error& fault, std::size_t p) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    if (!fault_ || p < fault_part_) {
      fault_ = fault;
      fault_part_ = p;
    }
  }

  void report(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    done_ += bytes;
    if (context_.progress) {
      context_.progress({.phase = "proving", .bytes_done = done_, .bytes_total = total_});
    }
  }

  const RunContext& context_;
  const std::vector<ProofTask>& tasks_;
  std::vector<Part> parts_;
  std::vector<table::RowSum> sums_;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::optional<Error> fault_;
  std::size_t fault_part_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
};

Error differs(const std::string& path, const StreamCard& card, const table::RowSum& meant,
              const table::RowSum& read) {
  const std::string decoder(card.container->second->decoder);
  return {.kind = ErrorKind::kInternal,
          .code = "E_PROOF",
          .message = "a written file does not read back as it was meant",
          .why = meant.rows() == read.rows()
                     ? decoder + " reads other values, or another order"
                     : decoder + " reads " + format_count(read.rows()) + " rows, written were " +
                           format_count(meant.rows()),
          .hint = "please report this; nothing was published, the input is untouched",
          .place = {.file = path}};
}

/// The streams of an export, as far as its manifest's recipe tells their shape.
Result<std::vector<StreamPlan>> streams_of(const json::Dom& manifest) {
  const json::Dom& dom = manifest.at("recipe");
  Recipe recipe;
  for (std::size_t o = 0; o < dom.at("to").size(); ++o) {
    BMO_TRY_AS(OutputSpec spec, parse_output_spec(dom.at("to")[o].get<std::string>()));
    spec.metadata = dom.at("metadata").at(o) == "sidecar" ? formats::MetadataMode::kSidecar
                                                          : formats::MetadataMode::kInline;
    recipe.outputs.push_back(std::move(spec));
  }
  for (const auto& [name, share] : dom.at("split").items())
    recipe.split.push_back({.name = name, .share = share.get<double>()});
  return plan_streams(recipe);
}

}  // namespace

Result<std::vector<table::RowSum>> read_again(const RunContext& context,
                                              const std::vector<ProofTask>& tasks,
                                              unsigned threads) {
  Reading reading(context, tasks);
  reading.run(threads);
  return reading.sums();
}

Status prove(const RunContext& context, const std::string& out,
             const std::vector<StreamPlan>& streams, const std::vector<ExportedFile>& files,
             unsigned threads) {
  std::vector<ProofTask> tasks;
  std::vector<const ExportedFile*> proven;
  for (const ExportedFile& file : files) {
    if (file.proof.rows() == 0) continue;
    tasks.push_back({.path = io::join(out, file.path),
                     .card = &streams[file.stream].card,
                     .bytes = file.bytes});
    proven.push_back(&file);
  }
  BMO_TRY_AS(const std::vector<table::RowSum> sums, read_again(context, tasks, threads));
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (sums[i] != proven[i]->proof) {
      return differs(tasks[i].path, *tasks[i].card, proven[i]->proof, sums[i]);
    }
  }
  return ok();
}

Result<std::vector<Disproof>> prove_again(const RunContext& context, const std::string& out,
                                          const json::Dom& manifest) {
  BMO_TRY_AS(const std::vector<StreamPlan> streams, streams_of(manifest));
  std::vector<Disproof> wrong;
  for (const json::Dom& file : manifest.at("files")) {
    if (!file.contains("proof")) continue;
    const json::Dom& proof = file.at("proof");
    const std::string path = file.value("path", std::string());
    const auto stream = std::ranges::find_if(streams, [&proof](const StreamPlan& plan) {
      return plan.card.name == proof.value("stream", std::string());
    });
    if (stream == streams.end()) {
      wrong.push_back({path, "its proof names a stream that the recipe has not"});
      continue;
    }
    const auto sums = read_again(context,
                                 {{.path = io::join(out, path),
                                   .card = &stream->card,
                                   .bytes = file.value("bytes", std::uint64_t{0}),
                                   .by_others = true}},
                                 0);
    if (!sums && sums.error().kind == ErrorKind::kCancelled) return sums.error();
    if (!sums) {
      wrong.push_back({path, "it cannot be read back: " + sums.error().why});
    } else if (sums->front().hex() != proof.value("hash", std::string())) {
      wrong.push_back({path, "its rows do not read back as the manifest says"});
    }
  }
  return wrong;
}

}  // namespace bmo::pipeline
