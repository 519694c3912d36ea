// Turns what the user named into inputs: walks folders, matches globs, opens archives.
#include <algorithm>
#include <array>
#include <utility>

#include "bmo/base/text.hpp"
#include "bmo/io/decoder.hpp"
#include "bmo/io/failure.hpp"

namespace bmo::io {
namespace {

constexpr std::array<std::string_view, 9> kDataEndings = {
    ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow", ".ipc", ".feather"};
constexpr std::array<std::string_view, 3> kPackedEndings = {".gz", ".zst", ".zip"};
/// Descriptions of a data set that end like data.
constexpr std::array<std::string_view, 4> kDescriptions = {
    "dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"};

/// Files that stand beside data and hold none.
bool is_beside_data(const std::string& name) {
  const std::string lower = lower_ascii(name);
  return name.starts_with('.') || lower.starts_with("readme") || lower.starts_with("license") ||
         lower.ends_with(".md") || std::ranges::find(kDescriptions, lower) != kDescriptions.end();
}

bool has_data_ending(const std::string& name) {
  const std::string lower = lower_ascii(name);
  std::string_view rest = lower;
  for (const std::string_view packed : kPackedEndings) {
    if (!rest.ends_with(packed)) continue;
    rest.remove_suffix(packed.size());
    // A bare archive may hold anything; its members are judged one by one.
    if (packed == ".zip") return true;
    break;
  }
  return std::ranges::any_of(kDataEndings, [&](auto ending) { return rest.ends_with(ending); });
}

bool is_data_name(const std::string& name) {
  return !is_beside_data(name) && has_data_ending(name);
}

/// A member counts where no folder on its way is hidden or left there by a packer.
bool is_data_member(const std::string& member) {
  if (member.starts_with("__MACOSX/") || member.starts_with('.')) return false;
  return member.find("/.") == std::string::npos && is_data_name(name_of(member));
}

/// Of a folder that save_to_disk wrote: its caches (cache-*.arrow) are left out.
bool is_saved_file(const std::string& name) {
  return name.ends_with(".arrow") && !name.starts_with("cache-");
}

bool is_glob(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

std::string without_last_slash(const std::string& path) {
  const std::size_t end = path.find_last_not_of('/');
  return end == std::string::npos ? path.substr(0, 1) : path.substr(0, end + 1);
}

Error nothing_found(const std::string& path, std::string why) {
  Error error;
  error.kind = ErrorKind::kNotFound;
  error.code = "E_INPUT";
  error.message = "there is no data here";
  error.why = std::move(why);
  error.hint =
      "name a folder or a file with data that ends in .jsonl, .ndjson, .json, .csv, .tsv, "
      ".parquet, .arrow, .ipc or .feather (also with .gz, .zst or .zip)";
  error.place.file = path;
  return error;
}

Error folder_in_itself(const std::string& path) {
  Error error = nothing_found(path, "a symbolic link leads back to a folder that holds it");
  error.message = "the folder contains itself";
  error.hint = "remove the link, or name the files instead of the folder";
  return error;
}

class Expansion {
 public:
  Expansion(Disk& disk, const SourceLimits& limits) : disk_(disk), limits_(limits) {}

  Status add(const std::string& source) {
    if (!disk_.exists(source) && is_glob(source)) return add_glob(source);
    BMO_TRY_AS(const FileInfo info, disk_.info(source));
    return add_named(source, info);
  }

  std::vector<Input> take() { return std::move(inputs_); }

 private:
  using FolderId = std::pair<std::uint64_t, std::uint64_t>;

  Status add_named(const std::string& path, const FileInfo& info) {
    if (info.is_directory) return add_folder(without_last_slash(path));
    const std::size_t before = inputs_.size();
    BMO_TRY(add_file(path));
    if (inputs_.size() > before) return ok();
    return nothing_found(path, "no file in the archive has the ending of a data file");
  }

  /// Adds nothing where it is an archive without data.
  Status add_file(const std::string& path) {
    BMO_TRY_AS(const auto file, disk_.open(path, Open::kRead));
    char head[kHeadBytes];
    BMO_TRY_AS(const std::size_t got, file->read_at(0, static_cast<char*>(head), sizeof head));
    if (recognise({static_cast<char*>(head), got}) == Wrapping::kZip) return add_archive(path);
    inputs_.push_back({path, ""});
    return ok();
  }

  Status add_archive(const std::string& path) {
    BMO_TRY_AS(std::vector<std::string> members, list_zip(disk_, path, limits_));
    std::sort(members.begin(), members.end());
    for (std::string& member : members) {
      if (is_data_member(member)) inputs_.push_back({path, std::move(member)});
    }
    return ok();
  }

  Status add_folder(const std::string& path) {
    const std::size_t before = inputs_.size();
    num_seen_ = 0;
    BMO_TRY(walk(path));
    if (inputs_.size() > before) return ok();
    return nothing_found(path, num_seen_ == 0 ? "the folder is empty"
                                              : "none of the folder's " + format_count(num_seen_) +
                                                    " files has the ending of a data file");
  }

  Status walk(const std::string& folder) {
    BMO_TRY(enter(folder));
    BMO_TRY_AS(const auto names, disk_.list(folder));
    const bool is_saved = std::ranges::find(names, "state.json") != names.end() &&
                          std::ranges::any_of(names, is_saved_file);
    for (const std::string& name : names) {
      if (!is_saved || is_saved_file(name)) BMO_TRY(visit(join(folder, name), name));
    }
    ancestors_.pop_back();
    return ok();
  }

  Status visit(const std::string& path, const std::string& name) {
    if (name.starts_with('.')) return ok();
    BMO_TRY_AS(const FileInfo info, disk_.info(path));
    if (info.is_directory) return walk(path);
    ++num_seen_;
    return is_data_name(name) ? add_file(path) : ok();
  }

  Status enter(const std::string& folder) {
    BMO_TRY_AS(const FileInfo info, disk_.info(folder));
    const FolderId id{info.device, info.inode};
    if (std::ranges::find(ancestors_, id) != ancestors_.end()) return folder_in_itself(folder);
    ancestors_.push_back(id);
    return ok();
  }

  Status add_glob(const std::string& pattern) {
    const std::size_t wild = pattern.find_first_of("*?[");
    const std::size_t slash = pattern.rfind('/', wild);
    const std::string folder = slash == std::string::npos ? "" : pattern.substr(0, slash + 1);
    const std::string base = folder.empty() ? "." : without_last_slash(folder);
    if (!disk_.exists(base)) return not_found(disk_, base);
    std::vector<std::string> matches;
    BMO_TRY(match(pattern, base, folder, matches));
    if (matches.empty()) return nothing_found(pattern, "no file matches this pattern");
    for (const std::string& path : matches) {
      BMO_TRY_AS(const FileInfo info, disk_.info(path));
      BMO_TRY(add_named(path, info));
    }
    return ok();
  }

  /// Like a shell, a wildcard takes no hidden name.
  Status match(const std::string& pattern, const std::string& folder, const std::string& prefix,
               std::vector<std::string>& matches) {
    BMO_TRY(enter(folder));
    BMO_TRY_AS(const auto names, disk_.list(folder));
    for (const std::string& name : names) {
      if (name.starts_with('.')) continue;
      const std::string path = prefix + name;
      BMO_TRY_AS(const FileInfo info, disk_.info(path));
      if (info.is_directory) {
        BMO_TRY(match_folder(pattern, path, matches));
      } else if (!is_beside_data(name) && glob_match(pattern, path)) {
        matches.push_back(path);
      }
    }
    ancestors_.pop_back();
    return ok();
  }

  /// A folder that matches is taken as a whole; `**` matches the files in it instead.
  Status match_folder(const std::string& pattern, const std::string& path,
                      std::vector<std::string>& matches) {
    const bool is_deep = pattern.find("**") != std::string::npos;
    if (!is_deep && glob_match(pattern, path)) {
      matches.push_back(path);
      return ok();
    }
    const bool is_on_the_way =
        is_deep || std::ranges::count(path, '/') < std::ranges::count(pattern, '/');
    return is_on_the_way ? match(pattern, path, path + "/", matches) : ok();
  }

  Disk& disk_;
  const SourceLimits& limits_;
  std::vector<Input> inputs_;
  std::vector<FolderId> ancestors_;
  std::uint64_t num_seen_ = 0;
};

}  // namespace

Result<std::vector<Input>> expand(Disk& disk, const std::vector<std::string>& sources,
                                  const SourceLimits& limits) {
  Expansion expansion(disk, limits);
  for (const std::string& source : sources)
    BMO_TRY(expansion.add(source));
  return expansion.take();
}

bool is_saved_dataset(Disk& disk, const std::string& directory) {
  return disk.exists(join(directory, "state.json")) ||
         disk.exists(join(directory, "dataset_dict.json"));
}

}  // namespace bmo::io
