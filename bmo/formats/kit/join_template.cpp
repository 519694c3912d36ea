// One walk from brace to brace.
#include "bmo/formats/kit/join_template.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"

namespace bmo::formats::kit {
namespace {

Error no_join(std::string_view text, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_MAPPING",
          .message = "`" + excerpt(text) + "` cannot be joined",
          .why = std::move(why),
          .hint = "write names in braces, as in \"{title}: {body}\", and {{ for a brace"};
}

void add_text(std::vector<JoinPiece>& pieces, std::string_view text) {
  if (pieces.empty() || pieces.back().is_name) pieces.emplace_back();
  pieces.back().text += text;
}

}  // namespace

Result<std::vector<JoinPiece>> parse_join(std::string_view text) {
  std::vector<JoinPiece> pieces;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t brace = std::min(rest.find_first_of("{}"), rest.size());
    if (brace > 0) add_text(pieces, rest.substr(0, brace));
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      add_text(pieces, rest.substr(0, 1));
      rest.remove_prefix(2);
      continue;
    }
    const std::size_t close = rest.find('}');
    if (rest.front() == '}' || close == std::string_view::npos) {
      return no_join(text, "a brace has no partner");
    }
    if (close == 1) return no_join(text, "nothing stands between two braces");
    pieces.push_back({std::string(rest.substr(1, close - 1)), true});
    rest.remove_prefix(close + 1);
  }
  return pieces;
}

}  // namespace bmo::formats::kit
