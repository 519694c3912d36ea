// Writes the first bmo.toml and walks up to find one.
#include "bmo/workspace/root.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <unistd.h>

#include "bmo/base/text.hpp"
#include "bmo/workspace/catalogue.hpp"
#include "bmo/workspace/config.hpp"

namespace bmo::workspace {
namespace {

Error no_workspace(const std::string& start) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_NO_WORKSPACE",
          .message = "this needs a workspace, and there is none here or above",
          .why = "no bmo.toml in `" + excerpt(start, 200) + "` nor in any folder above it",
          .hint = "bmo init",
          .place = {},
          .cause = nullptr};
}

bool fits_in_name(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
}

/// The absolute path of `start`, with symbolic links followed, so that ".." means what it seems to.
std::string real_path(const std::string& start) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(start.c_str(), nullptr),
                                                         &std::free);
  return real == nullptr ? start : std::string(real.get());
}

std::string_view without_known_endings(std::string_view name) {
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view ending : {".gz", ".zst", ".zip", ".jsonl", ".ndjson", ".json",
                                          ".csv", ".tsv", ".parquet", ".arrow"}) {
      if (name.size() > ending.size() && name.ends_with(ending)) {
        name.remove_suffix(ending.size());
        cut = true;
      }
    }
  }
  return name;
}

}  // namespace

Result<Created> create(io::Disk& disk, const std::string& directory) {
  Created created;
  BMO_TRY(disk.make_directories(below(directory, kDataName)));
  const std::string config = below(directory, kConfigName);
  if (disk.exists(config)) {
    BMO_TRY(read_config(disk, config));
    created.found.emplace_back(kConfigName);
  }
  const std::string catalogue = below(directory, kCatalogueName);
  (disk.exists(catalogue) ? created.found : created.made).emplace_back(kCatalogueName);
  BMO_TRY(Catalogue::open(catalogue));
  // The config comes last: a folder counts as a workspace only once all else is there.
  if (!disk.exists(config)) {
    BMO_TRY(io::publish_file(disk, config, first_config(), /*durable=*/true));
    created.made.emplace_back(kConfigName);
  }
  return created;
}

Result<std::string> find_root(io::Disk& disk, const std::string& start) {
  const std::string real = real_path(start);
  const auto depth = static_cast<std::size_t>(std::ranges::count(real, '/'));
  std::string root = start;
  for (std::size_t level = 0; level <= depth; ++level) {
    const std::string config = below(root, kConfigName);
    if (disk.exists(config)) {
      BMO_TRY(read_config(disk, config));
      return root;
    }
    root = root == "." ? ".." : root + "/..";
  }
  return no_workspace(real);
}

std::string below(const std::string& root, std::string_view path) {
  return root == "." || root.empty() ? std::string(path) : io::join(root, path);
}

Status check_dataset_name(const std::string& name) {
  const bool fit = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits_in_name) &&
                   name.front() != '.' && name.front() != '-';
  if (fit) return ok();
  return Error{
      .kind = ErrorKind::kUsage,
      .code = "E_DATASET_NAME",
      .message = "`" + excerpt(name) + "` cannot name a data set",
      .why = "a name is 1 to 64 letters, digits, '.', '_' or '-' and opens with no '.' or '-'",
      .hint = "--dataset " + dataset_name_of(name)};
}

std::string dataset_name_of(std::string_view path) {
  while (path.ends_with('/'))
    path.remove_suffix(1);
  path = path.substr(path.rfind('/') + 1);
  std::string name;
  for (const char byte : without_known_endings(path)) {
    if (fits_in_name(byte)) {
      name += byte;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  const std::size_t first = name.find_first_not_of(".-");
  const std::size_t last = name.find_last_not_of(".-");
  name = first == std::string::npos ? "" : name.substr(first, last - first + 1);
  return name.empty() ? "default" : name.substr(0, 64);
}

}  // namespace bmo::workspace
