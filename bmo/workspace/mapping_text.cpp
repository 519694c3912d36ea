// Edits mapping files as TOML trees.
#include "bmo/workspace/mapping_text.hpp"

#include <sstream>

#include "bmo/workspace/toml_text.hpp"

namespace bmo::workspace {

Result<std::string> with_constant(std::string_view mapping, std::string_view name,
                                  std::string_view value) {
  BMO_TRY_AS(toml::table root, parse_toml(mapping, "E_MAPPING", "mend this line of the mapping"));
  root.insert("constants", toml::table());
  toml::table* constants = root["constants"].as_table();
  if (constants == nullptr || constants->contains(name)) return std::string(mapping);
  constants->insert(name, std::string(value));
  std::ostringstream out;
  out << root << "\n";
  return out.str();
}

}  // namespace bmo::workspace
