// Cuts a mapping's join, "{title}: {body}", into what stands as it is and what names a field.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::formats::kit {

struct JoinPiece {
  std::string text;  ///< Either what stands as it is, or the name between the braces.
  bool is_name = false;
};

/// "{{" and "}}" stand for a brace. E_MAPPING (kUsage) where a brace is open or a name is empty.
Result<std::vector<JoinPiece>> parse_join(std::string_view text);

}  // namespace bmo::formats::kit
