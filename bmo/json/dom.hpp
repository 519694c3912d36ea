// JSON documents of our own making (plans, manifests, answers): small, read and written whole.
//
// Records of the user never come this way; they keep their text on the tape of json.hpp.
#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bmo/base/result.hpp"

namespace bmo::json {

/// Keeps the order in which keys were added.
using Dom = nlohmann::ordered_json;

/// E_JSON_SYNTAX (kBadData) with the byte where it breaks.
inline Result<Dom> parse_dom(std::string_view text) {
  Dom dom = Dom::parse(text, nullptr, /*allow_exceptions=*/false);
  if (dom.is_discarded()) {
    return Error{.kind = ErrorKind::kBadData,
                 .code = "E_JSON_SYNTAX",
                 .message = "this is no JSON document"};
  }
  return dom;
}

/// Two-space indent, a final newline; invalid UTF-8 is replaced, never thrown at.
inline std::string to_text(const Dom& dom) {
  return dom.dump(2, ' ', false, Dom::error_handler_t::replace) + "\n";
}

/// Leaves out what is not known, so that a script sees absence and not an empty text.
inline void add_text(Dom& out, const char* name, const std::string& text) {
  if (!text.empty()) out[name] = text;
}

}  // namespace bmo::json
