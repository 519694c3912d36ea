// Runs an export into the workspace's data folder, then records what it made.
//
// The order makes a kill harmless: the folder of a version is complete (its manifest stands) before
// the catalogue names it, and what the catalogue does not name is nobody's, so that the next import
// into the data set goes on with it where it is the same work and replaces it where it is not.
#include "bmo/app/import.hpp"

#include <algorithm>
#include <optional>

#include "bmo/app/mapping_source.hpp"
#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"
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
  std::string home;     ///< Below the root: "data/support".
  std::string name;     ///< "v3"
  std::string folder;   ///< Both: "data/support/v3".
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
  out.home = io::join(workspace::kDataName, out.dataset);
  out.name = "v" + std::to_string(out.version);
  out.folder = io::join(out.home, out.name);
  out.mapping = io::join(out.home, ".mapping-" + out.name + ".toml");
  return out;
}

/// One import at a time goes into a data set; the lock dies with the process.
Result<std::unique_ptr<io::Lock>> lock_dataset(io::Disk& disk, const std::string& root,
                                               const std::string& dataset) {
  const std::string home = below(root, io::join(workspace::kDataName, dataset));
  BMO_TRY(disk.make_directories(home));
  return disk.lock(io::join(home, ".lock"), "an import into data set " + dataset);
}

/// As asked for, else as the workspace's settings say.
Result<std::string> chosen_mapping(const ImportRequest& request, const std::string& root,
                                   io::Disk& disk) {
  if (!request.map.empty()) return request.map;
  BMO_TRY_AS(const workspace::Config config,
             workspace::read_config(disk, below(root, workspace::kConfigName)));
  return config.mapping_file.empty() ? config.mapping_preset : below(root, config.mapping_file);
}

/// With a label, the mapping is written out with it as a constant.
Result<std::string> mapping_for(const ImportRequest& request, const Destination& destination,
                                io::Disk& disk) {
  BMO_TRY_AS(const std::string map, chosen_mapping(request, destination.root, disk));
  if (request.batch.empty()) return map;
  BMO_TRY_AS(const std::string asked, mapping_text(disk, map));
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

/// The rules of outputs say nothing of a data set's own files, which bmo alone reads.
void drop_rules(ExportAnswer& answer) {
  std::erase_if(answer.findings, [](const auto& count) { return catalog::is_rule(count.code); });
  std::erase_if(answer.examples, [](const auto& found) { return catalog::is_rule(found.code); });
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

/// Does the data set hold every byte of this import already? So it is where a kill came right after
/// an import was recorded and the same command is run again.
bool is_repeat(const std::vector<workspace::Segment>& added,
               const std::vector<workspace::Segment>& held) {
  return std::ranges::all_of(added, [&held](const workspace::Segment& segment) {
    return std::ranges::any_of(held, [&segment](const workspace::Segment& other) {
      return other.sha256 == segment.sha256;
    });
  });
}

/// The version before this one, where it holds all of this import; the folder just made goes.
Result<std::optional<workspace::DatasetVersion>> drop_repeat(
    io::Disk& disk, const Destination& destination, workspace::Catalogue& catalogue,
    const std::vector<workspace::Segment>& added) {
  if (destination.version == 1) return std::optional<workspace::DatasetVersion>();
  BMO_TRY_AS(const std::vector<workspace::Segment> held,
             catalogue.segments(destination.dataset, destination.version - 1));
  if (!is_repeat(added, held)) return std::optional<workspace::DatasetVersion>();
  BMO_TRY(
      workspace::discard_folder(disk, below(destination.root, destination.home), destination.name));
  return catalogue.find(destination.dataset);
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
  BMO_TRY(workspace::sweep_discarded(disk, below(root, destination.home)));
  BMO_TRY_AS(std::string map, mapping_for(request, destination, disk));

  ImportAnswer answer{.dataset = destination.dataset};
  BMO_TRY_AS(answer.run, run_or_restart(export_of(request, destination, std::move(map)), session));
  drop_rules(answer.run);
  if (!request.batch.empty()) BMO_TRY(disk.remove(below(root, destination.mapping)));
  if (answer.run.exported == 0) return answer;
  const std::vector<workspace::Segment> added = segments_of(answer.run, destination);
  BMO_TRY_AS(std::optional<workspace::DatasetVersion> made,
             drop_repeat(disk, destination, catalogue, added));
  answer.repeated = made.has_value();
  if (!made) {
    BMO_TRY_AS(made, catalogue.add_version(destination.dataset, destination.version, added,
                                           record_of(request, answer.run)));
  }
  answer.version = made->number;
  answer.pairs = made->pairs;
  return answer;
}

}  // namespace bmo::app
