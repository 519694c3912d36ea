// Walks a run's folder and ranks what lies in it.
#include "bmo/app/training_logs.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bmo/base/hash.hpp"

namespace bmo::app {
namespace {

constexpr int kDepth = 6;
constexpr std::uint64_t kMostBytes = std::uint64_t{512} << 20U;

/// What a folder is looked through for, best first.
constexpr auto kNames = std::to_array<std::string_view>(
    {"trainer_state.json", "trainer_log.jsonl", "metrics.csv", "tfevents"});

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

struct Candidate {
  std::size_t rank = 0;
  int depth = 0;
  std::string path;
};

/// Names of checkpoints hold the step: the longer number, then the later name is the last.
bool goes_before(const Candidate& a, const Candidate& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  if (a.depth != b.depth) return a.depth < b.depth;
  if (a.path.size() != b.path.size()) return a.path.size() > b.path.size();
  return a.path > b.path;
}

Status look_through(io::Disk& disk, const std::string& folder, int depth,
                    std::vector<Candidate>& out) {
  BMO_TRY_AS(const std::vector<std::string> names, disk.list(folder));
  for (const std::string& name : names) {
    const std::string path = io::join(folder, name);
    BMO_TRY_AS(const io::FileInfo info, disk.info(path));
    if (info.is_directory && depth < kDepth && !name.starts_with('.'))
      BMO_TRY(look_through(disk, path, depth + 1, out));
    for (std::size_t rank = 0; rank < kNames.size() && info.is_regular; ++rank) {
      const bool is_it = rank + 1 == kNames.size() ? name.find(kNames[rank]) != std::string::npos
                                                   : name == kNames[rank];
      if (is_it) out.push_back({rank, depth, path});
    }
  }
  return ok();
}

/// "runs/a/checkpoint-40/trainer_state.json" is of the run "a".
std::string run_of(std::string_view path) {
  while (true) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::string(name_of(path));
    path = path.substr(0, slash);
    if (!name_of(path).starts_with("checkpoint-")) return std::string(name_of(path));
  }
}

std::string without_end_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/'))
    path.pop_back();
  return path;
}

Result<std::string> log_in(io::Disk& disk, const std::string& folder) {
  std::vector<Candidate> found;
  BMO_TRY(look_through(disk, folder, 0, found));
  const auto best = std::min_element(found.begin(), found.end(), goes_before);
  if (best != found.end()) return best->path;
  return Error{.kind = ErrorKind::kBadData,
               .code = "E_TRAINING_LOG",
               .message = "this folder holds no log of a training run",
               .why =
                   "looked for trainer_state.json, trainer_log.jsonl, metrics.csv and "
                   "TensorBoard's events",
               .hint = "name the trainer's output folder, or the log itself",
               .place = {.file = folder}};
}

}  // namespace

Result<FoundLog> find_training_log(io::Disk& disk, const std::string& path) {
  const std::string named = without_end_slash(path);
  BMO_TRY_AS(const io::FileInfo info, disk.info(named));
  FoundLog found{.path = named, .run = run_of(named), .sha256 = {}, .log = {}};
  if (info.is_directory) {
    found.run = name_of(named);
    BMO_TRY_AS(found.path, log_in(disk, named));
  }
  BMO_TRY_AS(const std::string bytes, io::read_file(disk, found.path, kMostBytes));
  Sha256 digest;
  digest.add(bytes);
  found.sha256 = digest.hex();
  Result<targets::TrainingLog> log = targets::read_training_log(name_of(found.path), bytes);
  if (!log) {
    Error error = std::move(log).error();
    error.place.file = found.path;
    return error;
  }
  found.log = std::move(*log);
  return found;
}

}  // namespace bmo::app
