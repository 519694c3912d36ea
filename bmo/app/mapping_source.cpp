// Looks among the presets, then on the disk.
#include "bmo/app/mapping_source.hpp"

#include <vector>

#include "bmo/base/text.hpp"
#include "bmo/formats/formats.hpp"

namespace bmo::app {

Result<std::string> mapping_text(io::Disk& disk, const std::string& map) {
  if (map.empty()) return std::string();
  std::vector<std::string_view> names;
  for (const formats::MappingPreset& preset : formats::mapping_presets()) {
    if (preset.name == map) return std::string(preset.text);
    names.push_back(preset.name);
  }
  if (!disk.exists(map)) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_MAPPING",
                 .message = "no mapping file and no preset `" + excerpt(map) + "`" +
                            did_you_mean(map, names),
                 .hint = "name a file, or see bmo list mappings"};
  }
  BMO_TRY_AS(std::string text, io::read_file(disk, map));
  BMO_TRY(formats::parse_mapping(text, map));
  return text;
}

}  // namespace bmo::app
