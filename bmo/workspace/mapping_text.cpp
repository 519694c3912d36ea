// Edits mapping files as TOML trees.
#include "bmo/workspace/mapping_text.hpp"

#include <sstream>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "bmo/base/text.hpp"

namespace bmo::workspace {

Result<std::string> with_constant(std::string_view mapping, std::string_view name,
                                  std::string_view value) {
  toml::parse_result parsed = toml::parse(mapping);
  if (!parsed) {
    Error error{.kind = ErrorKind::kUsage,
                .code = "E_MAPPING",
                .message = "the mapping is no valid TOML: " +
                           excerpt(parsed.error().description(), 120),
                .hint = "mend this line of the mapping file"};
    error.place.line = parsed.error().source().begin.line;
    return error;
  }
  toml::table root = std::move(parsed).table();
  root.insert("constants", toml::table());
  toml::table* constants = root["constants"].as_table();
  if (constants == nullptr || constants->contains(name)) return std::string(mapping);
  constants->insert(name, std::string(value));
  std::ostringstream out;
  out << root << "\n";
  return out.str();
}

}  // namespace bmo::workspace
