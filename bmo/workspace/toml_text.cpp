// Turns what toml++ throws into an error.
#include "bmo/workspace/toml_text.hpp"

#include "bmo/base/text.hpp"

namespace bmo::workspace {

Result<toml::table> parse_toml(std::string_view text, std::string code, std::string hint) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& fault) {
    Error error{.kind = ErrorKind::kUsage,
                .code = std::move(code),
                .message = "this is no valid TOML",
                .why = excerpt(fault.description(), 160),
                .hint = std::move(hint)};
    error.place.line = fault.source().begin.line;
    error.place.column = fault.source().begin.column;
    return error;
  }
}

}  // namespace bmo::workspace
