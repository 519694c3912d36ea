// The export folder: who holds it, what an earlier run left in it, and how it is cleared.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/plan.hpp"

namespace bmo::pipeline {

/// Holds the folder's lock while it lives.
class ExportFolder {
 public:
  /// Makes the folder where it is missing, and locks it. Refuses one that holds anything that no
  /// run of ours has made (E_OUTPUT) or that another run holds (E_BUSY); nothing is touched then.
  static Result<ExportFolder> open(io::Disk& disk, const std::string& path, bool durable);

  /// The manifest of a complete export, if there is one.
  Result<std::optional<json::Dom>> manifest() const;
  /// The plan of an unfinished run, if there is one.
  Result<std::optional<Plan>> plan() const;
  Status publish_plan(const Plan& plan);

  /// Removes the files that our manifest lists and all of `.bmo/` but the lock: an export to be
  /// made anew. The manifest goes first, so that a crash in between leaves no false claim.
  Status discard();
  /// Removes `.bmo/work/` and what a crash left half written beside it: the export is complete.
  Status remove_work();

  const std::string& path() const { return path_; }
  std::string work() const;

 private:
  ExportFolder(io::Disk& disk, std::string path, bool durable)
      : disk_(&disk), path_(std::move(path)), durable_(durable) {}

  io::Disk* disk_;
  std::string path_;
  bool durable_;
  std::unique_ptr<io::Lock> lock_;
};

/// Removes a folder with all that is in it; absent is fine.
Status remove_tree(io::Disk& disk, const std::string& directory);

}  // namespace bmo::pipeline
