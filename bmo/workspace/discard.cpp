// Renames first and removes at leisure.
#include "bmo/workspace/discard.hpp"

namespace bmo::workspace {
namespace {

constexpr std::string_view kMark = ".discarded-";

Status remove_tree(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(const io::FileInfo info, disk.info(path));
  if (!info.is_directory) return disk.remove(path);
  BMO_TRY_AS(const std::vector<std::string> names, disk.list(path));
  for (const std::string& name : names)
    BMO_TRY(remove_tree(disk, io::join(path, name)));
  return disk.remove_directory(path);
}

}  // namespace

Status discard_folder(io::Disk& disk, const std::string& home, const std::string& name) {
  const std::string away = io::join(home, std::string(kMark) + name);
  if (disk.exists(away)) BMO_TRY(remove_tree(disk, away));
  BMO_TRY(disk.rename(io::join(home, name), away));
  return remove_tree(disk, away);
}

Status sweep_discarded(io::Disk& disk, const std::string& home) {
  BMO_TRY_AS(const std::vector<std::string> names, disk.list(home));
  for (const std::string& name : names) {
    if (name.starts_with(kMark)) BMO_TRY(remove_tree(disk, io::join(home, name)));
  }
  return ok();
}

}  // namespace bmo::workspace
