// Nothing that bmo did not write is ever changed or removed here.
#include "bmo/pipeline/folder.hpp"

#include <algorithm>

#include "bmo/pipeline/publish.hpp"

namespace bmo::pipeline {
namespace {

Error not_ours(const std::string& path, const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i)
    list += (i > 0 ? ", " : "") + names[i];
  return {.kind = ErrorKind::kCannotCreate,
          .code = "E_OUTPUT",
          .message = "the output folder is not empty and holds no export of bmo",
          .why = "it holds " + list + (names.size() > 3 ? ", ..." : ""),
          .hint = "name a new --out folder; nothing was changed in this one",
          .place = {.file = path}};
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status remove_files_in(io::Disk& disk, const std::string& directory, bool keep_lock) {
  if (!disk.exists(directory)) return ok();
  BMO_TRY_AS(const std::vector<std::string> names, disk.list(directory));
  for (const std::string& name : names) {
    if (keep_lock && (name == "lock" || name == "overrides.jsonl")) continue;
    const std::string path = io::join(directory, name);
    BMO_TRY_AS(const io::FileInfo info, disk.info(path));
    if (info.is_directory) {
      BMO_TRY(remove_files_in(disk, path, false));
      BMO_TRY(disk.remove_directory(path));
    } else {
      BMO_TRY(disk.remove(path));
    }
  }
  return ok();
}

}  // namespace

std::string ExportFolder::work() const {
  return io::join(path_, own_path("work"));
}

Result<ExportFolder> ExportFolder::open(io::Disk& disk, const std::string& path, bool durable) {
  ExportFolder folder(disk, path, durable);
  const std::string own = io::join(path, ".bmo");
  if (disk.exists(path)) {
    BMO_TRY_AS(const std::vector<std::string> names, disk.list(path));
    if (!names.empty() && !disk.exists(own)) return not_ours(path, names);
  }
  // Of a folder that stands already nobody knows whether its name is durable.
  std::vector<std::string> unsure;
  for (const std::string& made : {path, own, folder.work()}) {
    if (durable && disk.exists(made)) unsure.push_back(parent_of(made));
  }
  BMO_TRY(disk.make_directories(own));
  BMO_TRY_AS(folder.lock_, disk.lock(io::join(own, "lock"), "bmo export"));
  BMO_TRY(disk.make_directories(folder.work()));
  for (const std::string& parent : unsure)
    BMO_TRY(disk.sync_directory(parent));
  return folder;
}

Result<std::optional<json::Dom>> ExportFolder::manifest() const {
  const std::string path = io::join(path_, own_path("manifest.json"));
  if (!disk_->exists(path)) return std::optional<json::Dom>();
  BMO_TRY_AS(const std::string text, io::read_file(*disk_, path));
  auto dom = json::parse_dom(text);
  if (!dom || !dom->is_object() || !dom->contains("recipe") || !dom->contains("tally")) {
    return Error{.kind = ErrorKind::kMismatch,
                 .code = "E_DAMAGED",
                 .message = "the manifest of the earlier export cannot be read",
                 .hint = "add --restart to make the export anew",
                 .place = {.file = path}};
  }
  return std::optional<json::Dom>(std::move(*dom));
}

Result<std::optional<Plan>> ExportFolder::plan() const {
  const std::string path = io::join(work(), "plan.json");
  if (!disk_->exists(path)) return std::optional<Plan>();
  BMO_TRY_AS(const std::string text, io::read_file(*disk_, path));
  BMO_TRY_AS(const json::Dom dom, json::parse_dom(text));
  BMO_TRY_AS(Plan plan, plan_of(dom));
  return std::optional<Plan>(std::move(plan));
}

Status ExportFolder::publish_plan(const Plan& plan) {
  return io::publish_file(*disk_, io::join(work(), "plan.json"), json::to_text(plan_dom(plan)),
                          durable_);
}

Status ExportFolder::discard() {
  std::vector<ExportedFile> files;
  if (auto dom = manifest(); dom && *dom) files = files_of(**dom);
  BMO_TRY(disk_->remove(io::join(path_, own_path("manifest.json"))));
  if (durable_) BMO_TRY(disk_->sync_directory(io::join(path_, ".bmo")));
  for (const ExportedFile& file : files) {
    const bool leaves = file.path.find("..") != std::string::npos || file.path.starts_with('/');
    if (!leaves) BMO_TRY(disk_->remove(io::join(path_, file.path)));
  }
  BMO_TRY(remove_files_in(*disk_, io::join(path_, ".bmo"), true));
  return disk_->make_directories(work());
}

Status ExportFolder::remove_work() {
  const std::string own = io::join(path_, ".bmo");
  BMO_TRY_AS(const std::vector<std::string> names, disk_->list(own));
  for (const std::string& name : names) {
    if (name.starts_with(".tmp-")) BMO_TRY(disk_->remove(io::join(own, name)));
  }
  return remove_tree(*disk_, work());
}

Status remove_tree(io::Disk& disk, const std::string& directory) {
  BMO_TRY(remove_files_in(disk, directory, false));
  return disk.remove_directory(directory);
}

}  // namespace bmo::pipeline
