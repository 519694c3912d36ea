// Reads the file once to see what it holds, then keeps its bytes under their hash.
#include "bmo/app/side_import.hpp"

#include "bmo/app/side_records.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/workspace/history.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30U;
constexpr std::string_view kFolder = "side";

Result<std::uint64_t> count_records(io::Disk& disk, const std::string& path,
                                    const std::string& kind, std::uint64_t& skipped) {
  if (kind == "time") {
    BMO_TRY_AS(const auto times, read_times(disk, path, skipped));
    return std::uint64_t{times.size()};
  }
  BMO_TRY_AS(const auto attempts, read_attempts(disk, path, skipped));
  return std::uint64_t{attempts.size()};
}

/// ".jsonl.gz" of "march/attempts.jsonl.gz": how the copy will be recognised.
std::string ending_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? "" : name.substr(dot);
}

Error no_records(const std::string& path, const std::string& kind) {
  Error error{.kind = ErrorKind::kBadData,
              .code = "E_SIDE",
              .message = "this file holds no " + (kind == "time" ? "hours" : kind),
              .hint = kind == "time" ? "each record needs `minutes`; date, person, task, batch, "
                                       "currency and hourly_rate may stand beside it"
                                     : "each record is an object with run, model, prompt, outcome, "
                                       "batch, started_at, duration_ms, tokens or cost"};
  error.place.file = path;
  return error;
}

/// Where the copy of these bytes lies, below the workspace.
std::string copy_path(const std::string& dataset, const std::string& kind,
                      const std::string& sha256, const std::string& source) {
  const std::string folder = io::join(io::join(workspace::kDataName, dataset), kFolder);
  return io::join(folder, kind + "-" + sha256.substr(0, 16) + ending_of(source));
}

/// The file stands before the catalogue names it: a kill between leaves a file that the next call
/// writes again with the same bytes.
Status take_in(const std::string& source, const NamedVersion& version, workspace::History& history,
               io::Disk& disk, SideImportAnswer& answer) {
  BMO_TRY_AS(const std::uint64_t records, count_records(disk, source, answer.kind, answer.skipped));
  if (records == 0) return no_records(source, answer.kind);
  BMO_TRY_AS(const std::string bytes, io::read_file(disk, source, kMostBytes));
  Sha256 digest;
  digest.add(bytes);
  const workspace::SideFile file{
      .kind = answer.kind,
      .sha256 = digest.hex(),
      .path = copy_path(version.dataset, answer.kind, digest.hex(), source),
      .records = records,
      .made = {}};
  const std::string target = workspace::below(version.root, file.path);
  BMO_TRY(disk.make_directories(target.substr(0, target.rfind('/'))));
  BMO_TRY(io::publish_file(disk, target, bytes, /*durable=*/true));
  BMO_TRY(history.add_side_file(version.dataset, file));
  answer.records += records;
  return ok();
}

Result<workspace::History> history_of(const NamedVersion& version) {
  return workspace::History::open(workspace::below(version.root, workspace::kCatalogueName));
}

}  // namespace

Result<SideImportAnswer> run_side_import(const SideImportRequest& request, const Session& session) {
  BMO_TRY_AS(const auto version, named_version(session.disk, "dataset:" + request.dataset, "."));
  const NamedVersion found = version.value_or(NamedVersion{});
  BMO_TRY_AS(workspace::History history, history_of(found));
  SideImportAnswer answer{.dataset = found.dataset, .kind = request.kind};
  for (const std::string& source : request.sources)
    BMO_TRY(take_in(source, found, history, session.disk, answer));
  return answer;
}

std::string to_json(const SideImportAnswer& answer) {
  return json::to_text({{"dataset", answer.dataset},
                        {"kind", answer.kind},
                        {"records", answer.records},
                        {"skipped", answer.skipped}});
}

Status add_side_records(const NamedVersion& version, io::Disk& disk, metrics::Settings& settings) {
  BMO_TRY_AS(workspace::History history, history_of(version));
  BMO_TRY_AS(const auto files, history.side_files(version.dataset));
  std::uint64_t skipped = 0;
  for (const workspace::SideFile& file : files) {
    const std::string path = workspace::below(version.root, file.path);
    if (file.kind == "time") {
      BMO_TRY_AS(auto times, read_times(disk, path, skipped));
      settings.times.insert(settings.times.end(), times.begin(), times.end());
    } else {
      BMO_TRY_AS(auto attempts, read_attempts(disk, path, skipped));
      settings.attempts.insert(settings.attempts.end(), attempts.begin(), attempts.end());
    }
  }
  return ok();
}

}  // namespace bmo::app
