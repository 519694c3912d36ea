// Reads [points], and the file that it names.
#include "bmo/workspace/points.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/workspace/toml_text.hpp"

namespace bmo::workspace {
namespace {

constexpr std::string_view kFile = "file";

Error wrong_setting(const std::string& path, const toml::node& node, std::string message,
                    std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_CONFIG",
          .message = std::move(message),
          .hint = std::move(hint),
          .place = {.file = path, .line = node.source().begin.line}};
}

std::string beside(const std::string& path, const std::string& named) {
  return named.starts_with('/') ? named : path.substr(0, path.rfind('/') + 1) + named;
}

/// The table of one file, and the file that it names.
struct PointsTable {
  std::vector<PointsSetting> settings;
  std::string file;
};

Result<PointsTable> read_table(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(const std::string text, io::read_file(disk, path, std::uint64_t{1} << 20U));
  Result<toml::table> root = parse_toml(text, "E_CONFIG", "mend the line that the place names");
  if (!root) {
    root.error().place.file = path;
    return std::move(root).error();
  }
  PointsTable out;
  const toml::table* points = (*root)["points"].as_table();
  if (points == nullptr) return out;
  for (const auto& [name, node] : *points) {
    if (name.str() == kFile && node.is_string()) {
      out.file = beside(path, *node.value<std::string>());
      continue;
    }
    const std::optional<std::int64_t> value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > 100) {
      return wrong_setting(path, node, "points must be a whole number from 0 to 100",
                           "\"" + std::string(name.str()) + "\" = 12");
    }
    out.settings.push_back({.what = std::string(name.str()),
                            .points = static_cast<std::uint8_t>(*value),
                            .file = path,
                            .line = node.source().begin.line});
  }
  return out;
}

}  // namespace

Result<std::vector<PointsSetting>> read_points(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(PointsTable own, read_table(disk, path));
  if (!own.file.empty()) {
    BMO_TRY_AS(const PointsTable named, read_table(disk, own.file));
    for (const PointsSetting& setting : named.settings) {
      if (std::ranges::find(own.settings, setting.what, &PointsSetting::what) == own.settings.end())
        own.settings.push_back(setting);
    }
  }
  std::ranges::sort(own.settings, {}, &PointsSetting::what);
  return std::move(own.settings);
}

}  // namespace bmo::workspace
