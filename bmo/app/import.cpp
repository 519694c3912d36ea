// Runs an export into the workspace's data folder, then records what it made.
//
// The order makes a kill harmless: the folder of a version is complete (its manifest stands) before
// the catalogue names it, and what the catalogue does not name is nobody's, so that the next import
// into the data set goes on with it where it is the same work and replaces it where it is not.
#include "bmo/app/import.hpp"

#include "bmo/app/mapping_source.hpp"
#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

using workspace::below;

/// Where this import goes.
struct Destination {
  std::string root;
  std::string dataset;
  std::uint64_t version = 1;
  std::string folder;   ///< Below the root: "data/support/v3".
  std::string mapping;  ///< Below the root: a mapping file made for this import.
};

/// The name as the catalogue has it: names that differ in case alone are one data set.
Result<std::string> chosen_name(const ImportRequest& request, workspace::Catalogue& catalogue) {
  std::string name = request.dataset;
  if (name.empty()) name = workspace::dataset_name_of(request.sources.front());
  BMO_TRY(workspace::check_dataset_name(name));
  BMO_TRY_AS(const std::optional<workspace::DatasetVersion> latest, catalogue.find(name));
  return latest ? latest->dataset : name;
}

Result<Destination> destination_of(const std::string& root, const std::string& dataset,
                                   workspace::Catalogue& catalogue) {
  Destination out{.root = root, .dataset = dataset};
  BMO_TRY_AS(const std::optional<workspace::DatasetVersion> latest, catalogue.find(dataset));
  if (latest) out.version = latest->number + 1;
  const std::string home = io::join(workspace::kDataName, out.dataset);
  out.folder = io::join(home, "v" + std::to_string(out.version));
  out.mapping = io::join(home, ".mapping-v" + std::to_string(out.version) + ".toml");
  return out;
}

/// One import at a time goes into a data set; the lock dies with the process.
Result<std::unique_ptr<io::Lock>> lock_dataset(io::Disk& disk, const std::string& root,
                                               const std::string& dataset) {
  const std::string home = below(root, io::join(workspace::kDataName, dataset));
  BMO_TRY(disk.make_directories(home));
  return disk.lock(io::join(home, ".lock"), "an import into data set " + dataset);
}

/// With a label, the mapping is written out with it as a constant.
Result<std::string> mapping_for(const ImportRequest& request, const Destination& destination,
                                io::Disk& disk) {
  if (request.batch.empty()) return request.map;
  BMO_TRY_AS(const std::string asked, mapping_text(disk, request.map));
  BMO_TRY_AS(const std::string text, workspace::with_constant(asked, "batch", request.batch));
  const std::string path = below(destination.root, destination.mapping);
  BMO_TRY(io::publish_file(disk, path, text, /*durable=*/false));
  return path;
}

ExportRequest export_of(const ImportRequest& request, const Destination& destination,
                        std::string map) {
  ExportRequest out;
  out.sources = request.sources;
  out.to = {"parquet:messages"};
  out.out = below(destination.root, destination.folder);
  out.map = std::move(map);
  out.threads = request.threads;
  out.batch_size = request.batch_size;
  out.memory = request.memory;
  return out;
}

/// Goes on with what an earlier, killed import of the same sources left; anything else that lies in
/// the folder belongs to no version and is replaced.
Result<ExportAnswer> run_or_restart(ExportRequest request, const Session& session) {
  Result<ExportAnswer> answer = run_export(request, session);
  if (answer || answer.error().kind != ErrorKind::kMismatch) return answer;
  request.restart = true;
  return run_export(request, session);
}

std::vector<workspace::Segment> segments_of(const ExportAnswer& run,
                                            const Destination& destination) {
  std::vector<workspace::Segment> out;
  for (const FileAnswer& file : run.files) {
    if (!file.path.starts_with("data/")) continue;  // The ledger is no segment.
    out.push_back({.path = io::join(destination.folder, file.path),
                   .rows = file.rows,
                   .bytes = file.bytes,
                   .sha256 = file.sha256});
  }
  return out;
}

/// Importing the same file twice is allowed but seldom meant.
Status note_repeats(workspace::Catalogue& catalogue, const Destination& destination,
                    ExportAnswer& run) {
  if (destination.version == 1) return ok();
  BMO_TRY_AS(const std::vector<workspace::Segment> held,
             catalogue.segments(destination.dataset, destination.version - 1));
  for (const workspace::Segment& added : segments_of(run, destination)) {
    for (const workspace::Segment& segment : held) {
      if (segment.sha256 != added.sha256) continue;
      run.notes.push_back("these pairs are in the data set already: " + added.path +
                          " has the bytes of " + segment.path);
    }
  }
  return ok();
}

workspace::ImportRecord record_of(const ImportRequest& request, const ExportAnswer& run) {
  return {.sources =
              json::Dom(request.sources).dump(-1, ' ', false, json::Dom::error_handler_t::replace),
          .mapping = request.map,
          .batch = request.batch,
          .records = run.records,
          .pairs = run.exported,
          .quarantined = run.quarantined};
}

Status check_sources(const ImportRequest& request) {
  if (!request.sources.empty()) return ok();
  return Error{.kind = ErrorKind::kUsage,
               .code = "E_USAGE",
               .message = "no source is named",
               .hint = "name a file, a folder or a glob"};
}

}  // namespace

Result<ImportAnswer> run_import(const ImportRequest& request, const Session& session) {
  BMO_TRY(check_sources(request));
  io::Disk& disk = session.disk;
  BMO_TRY_AS(const std::string root, workspace::find_root(disk, request.start_directory));
  BMO_TRY_AS(workspace::Catalogue catalogue,
             workspace::Catalogue::open(below(root, workspace::kCatalogueName)));
  BMO_TRY_AS(const std::string name, chosen_name(request, catalogue));
  BMO_TRY_AS(const std::unique_ptr<io::Lock> lock, lock_dataset(disk, root, name));
  BMO_TRY_AS(const Destination destination, destination_of(root, name, catalogue));
  BMO_TRY_AS(std::string map, mapping_for(request, destination, disk));

  ImportAnswer answer{.dataset = destination.dataset};
  BMO_TRY_AS(answer.run, run_or_restart(export_of(request, destination, std::move(map)), session));
  if (!request.batch.empty()) BMO_TRY(disk.remove(below(root, destination.mapping)));
  if (answer.run.exported == 0) return answer;
  BMO_TRY(note_repeats(catalogue, destination, answer.run));
  BMO_TRY_AS(
      const workspace::DatasetVersion made,
      catalogue.add_version(destination.dataset, destination.version,
                            segments_of(answer.run, destination), record_of(request, answer.run)));
  answer.version = made.number;
  answer.pairs = made.pairs;
  return answer;
}

}  // namespace bmo::app
