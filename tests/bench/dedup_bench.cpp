// Times the stages of finding duplicates over a file of pairs, and prints what they found.
//
//   bmo_dedup_bench FILE [--threads N] [--floor F] [--memory BYTES] [--spill DIR] [--removed FILE]
//       [--copies N]
//
// --removed writes one line for each pair that goes: its id, the survivor's id, the kind, the
// similarity. --copies makes a set of N times the size, of which each copy has the letters of its
// texts moved on by one more: as many duplicates in each, and none between them. With --spill the
// fingerprints and texts go to files there first, as a run of the program does.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/min_hash.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/dedup/survivors.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/io/io.hpp"

namespace bmo::dedup {
namespace {

struct Request {
  std::string file;
  std::size_t threads = 1;
  Options options{.floor = 0.70};
  std::string spill;
  std::string removed;
  std::size_t copies = 1;
};

class Clock {
 public:
  /// Seconds since the last call.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

ParallelFor with_threads(std::size_t threads) {
  if (threads < 2) return serial();
  return [threads](std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
      for (std::size_t i = next++; i < count; i = next++)
        work(i);
    };
    std::vector<std::jthread> pool;
    for (std::size_t t = 1; t < std::min(threads, count); ++t)
      pool.emplace_back(run);
    run();
  };
}

/// Takes what the fingerprinter makes, batch by batch.
class Store {
 public:
  explicit Store(std::string directory) : directory_(std::move(directory)) {}

  Status open() {
    if (directory_.empty()) return ok();
    BMO_TRY(io::posix_disk().make_directories(directory_));
    BMO_TRY(create("prints", prints_));
    return create("texts", texts_);
  }

  Status add(FingerprintBatch& batch) {
    for (Fingerprint& print : batch.prints)
      print.text_at += text_bytes_;
    const std::uint64_t text_at = text_bytes_;
    text_bytes_ += batch.texts.size();
    if (directory_.empty()) {
      all_.prints.insert(all_.prints.end(), batch.prints.begin(), batch.prints.end());
      all_.texts += batch.texts;
      return ok();
    }
    const std::string_view prints{reinterpret_cast<const char*>(batch.prints.data()),
                                  batch.prints.size() * sizeof(Fingerprint)};
    BMO_TRY(prints_->write_at(print_bytes_, prints));
    BMO_TRY(texts_->write_at(text_at, batch.texts));
    print_bytes_ += prints.size();
    return ok();
  }

  Result<Rows> rows(std::uint64_t memory_bytes) {
    if (directory_.empty()) return Rows::of(std::move(all_));
    return Rows::open(io::posix_disk(),
                      {{.prints_path = path("prints"),
                        .print_bytes = print_bytes_,
                        .texts_path = path("texts"),
                        .text_bytes = text_bytes_}},
                      memory_bytes / 2);
  }

 private:
  std::string path(std::string_view name) const { return io::join(directory_, name); }
  Status create(std::string_view name, std::unique_ptr<io::File>& out) {
    BMO_TRY(io::posix_disk().remove(path(name)));
    BMO_TRY_AS(out, io::posix_disk().open(path(name), io::Open::kCreateNew));
    return ok();
  }

  std::string directory_;
  FingerprintBatch all_;
  std::unique_ptr<io::File> prints_;
  std::unique_ptr<io::File> texts_;
  std::uint64_t print_bytes_ = 0;
  std::uint64_t text_bytes_ = 0;
};

struct ReadTimes {
  double parse = 0;
  double fingerprint = 0;
};

/// Moves the letters of a pair's texts on by `by`.
class Moved {
 public:
  const Pair& of(const Pair& pair, std::size_t by) {
    pair_ = pair;
    texts_.assign(pair.messages.size(), {});
    messages_.assign(pair.messages.begin(), pair.messages.end());
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      for (const char c : messages_[i].content)
        texts_[i] += move(c, by);
      messages_[i].content = texts_[i];
    }
    pair_.messages = messages_;
    pair_.content.high += by;
    return pair_;
  }

 private:
  static char move(char c, std::size_t by) {
    const char first = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : '\0';
    if (first == 0) return c;
    return static_cast<char>(first + (static_cast<std::size_t>(c - first) + by) % 26);
  }

  Pair pair_;
  std::vector<std::string> texts_;
  std::vector<Message> messages_;
};

/// Makes the fingerprints of a part of each batch.
struct Worker {
  Fingerprinter fingerprinter;
  Moved moved;
  FingerprintBatch made;

  void take(const Batch& batch, std::size_t i, std::uint64_t number, std::size_t copy) {
    if (batch.fates[i] == Fate::kQuarantined) return;
    const Pair& pair = copy == 0 ? batch.pairs[i] : moved.of(batch.pairs[i], copy);
    fingerprinter.add(pair, {.record = number, .rank = number}, made);
  }
};

Status read(const Request& request, std::size_t copy, Store& store, ReadTimes& times,
            std::vector<std::string>& ids) {
  const io::Input input{.path = request.file, .member = {}};
  BMO_TRY_AS(const auto* container, formats::recognise(io::posix_disk(), input));
  BMO_TRY_AS(auto reader, container->open(io::posix_disk(), input, {}, {}));
  formats::RecordReader records(nullptr);
  const ParallelFor parallel = with_threads(request.threads);
  std::vector<Worker> workers(request.threads);
  Clock clock;
  std::uint64_t number = 0;
  while (true) {
    BMO_TRY_AS(auto chunk, reader->next());
    if (chunk == nullptr) return ok();
    Batch batch;
    BMO_TRY(chunk->split(batch));
    records.read(batch);
    times.parse += clock.lap();
    const std::size_t each = (batch.size() + workers.size() - 1) / workers.size();
    parallel(workers.size(), [&](std::size_t w) {
      const std::size_t last = std::min(batch.size(), (w + 1) * each);
      workers[w].made.clear();
      for (std::size_t i = w * each; i < last; ++i)
        workers[w].take(batch, i, number + i + 1, copy);
    });
    number += batch.size();
    for (Worker& worker : workers)
      BMO_TRY(store.add(worker.made));
    for (std::size_t i = 0; i < batch.size() && !request.removed.empty(); ++i) {
      if (batch.fates[i] != Fate::kQuarantined) ids.emplace_back(batch.pairs[i].id);
    }
    times.fingerprint += clock.lap();
  }
}

/// Shingles and sketches of all instructions, on one thread.
Status time_signatures(const Rows& rows) {
  double shingling = 0;
  double sketching = 0;
  std::size_t shingles_seen = 0;
  std::vector<std::uint64_t> shingles;
  Signature signature{};
  BMO_TRY(rows.scan([&](const Rows::Chunk& chunk) {
    std::vector<std::vector<std::uint64_t>> all(chunk.prints.size());
    Clock clock;
    for (std::size_t i = 0; i < all.size(); ++i) {
      cut_shingles(chunk.texts_of(chunk.prints[i]).instruction, all[i]);
      shingles_seen += all[i].size();
    }
    shingling += clock.lap();
    for (const auto& some : all)
      sketch(some, signature);
    sketching += clock.lap();
    return ok();
  }));
  std::printf("signature stage, one core: %.3f s (%.2f us a pair; %.1f ns a shingle)\n",
              shingling + sketching,
              1e6 * (shingling + sketching) / static_cast<double>(rows.size()),
              1e9 * sketching / static_cast<double>(shingles_seen));
  return ok();
}

void print_found(const Work& work, const std::vector<Edge>& edges, double floor) {
  std::array<std::size_t, kNumEdgeKinds> counts{};
  for (const Edge& edge : edges)
    ++counts[static_cast<std::size_t>(edge.kind)];
  for (std::size_t kind = 0; kind < kNumEdgeKinds; ++kind) {
    std::printf("%s %zu  ", std::string(edge_kind_name(static_cast<EdgeKind>(kind))).c_str(),
                counts[kind]);
  }
  std::printf("\n");
  std::vector<double> thresholds;
  for (double threshold = 0.95; threshold > floor - 0.001; threshold -= 0.05)
    thresholds.push_back(threshold);
  for (const ThresholdCount& count : count_thresholds(work, edges, {}, thresholds))
    std::printf("removed at %.2f: %zu\n", count.threshold, count.removed);
}

void write_removed(const std::string& path, const std::vector<Removed>& removed,
                   const std::vector<std::string>& ids) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return;
  for (const Removed& one : removed) {
    std::fprintf(file, "%s %s %s %.4f\n", ids[one.row].c_str(), ids[one.survivor].c_str(),
                 std::string(edge_kind_name(one.kind)).c_str(),
                 static_cast<double>(one.similarity));
  }
  std::fclose(file);
}

Status run(const Request& request) {
  Clock clock;
  Store store(request.spill);
  BMO_TRY(store.open());
  ReadTimes times;
  std::vector<std::string> ids;
  for (std::size_t copy = 0; copy < request.copies; ++copy)
    BMO_TRY(read(request, copy, store, times, ids));
  BMO_TRY_AS(const Rows rows, store.rows(request.options.memory_bytes));
  const double reading = clock.lap();
  const ParallelFor parallel = with_threads(request.threads);
  BMO_TRY_AS(const Work work, prepare(rows, request.options, parallel, io::posix_disk(),
                                      request.spill.empty() ? "." : request.spill));
  const double preparing = clock.lap();
  std::vector<Edge> edges;
  std::printf("%zu pairs: parse %.3f s, fingerprint %.3f s, prepare %.3f s", rows.size(),
              times.parse, times.fingerprint, preparing);
  double finding = 0;
  for (const MethodEntry* method : methods::all()) {
    if (method == find_method("semantic")) continue;  // Needs an encoder: semantic_bench.cpp.
    clock.lap();
    BMO_TRY(method->find(work, edges));
    const double seconds = clock.lap();
    finding += seconds;
    std::printf(", %s %.3f s", std::string(method->card->id).c_str(), seconds);
  }
  sort_edges(work, edges);
  clock.lap();
  const std::vector<Removed> removed = choose_survivors(work, edges, {});
  const double choosing = clock.lap();
  struct rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(", survivors %.3f s\ntotal %.3f s, removed %zu, peak %ld MiB\n", choosing,
              reading + preparing + finding + choosing, removed.size(), usage.ru_maxrss / 1024);
  if (!request.removed.empty()) write_removed(request.removed, removed, ids);
  print_found(work, edges, request.options.floor);
  return time_signatures(rows);
}

bool parse(int count, char** values, Request& out) {
  for (int i = 1; i < count; ++i) {
    const std::string value = values[i];
    if (!value.starts_with("--")) {
      out.file = value;
      continue;
    }
    if (++i == count) return false;
    if (value == "--threads") out.threads = std::strtoul(values[i], nullptr, 10);
    if (value == "--floor") out.options.floor = std::strtod(values[i], nullptr);
    if (value == "--memory") out.options.memory_bytes = std::strtoull(values[i], nullptr, 10);
    if (value == "--spill") out.spill = values[i];
    if (value == "--copies") out.copies = std::strtoul(values[i], nullptr, 10);
    if (value == "--removed") out.removed = values[i];
  }
  return !out.file.empty();
}

}  // namespace
}  // namespace bmo::dedup

int main(int count, char** values) {
  bmo::dedup::Request request;
  if (!bmo::dedup::parse(count, values, request)) return 2;
  const bmo::Status status = bmo::dedup::run(request);
  if (status) return 0;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return 1;
}
