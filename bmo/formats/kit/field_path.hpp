// Follows a mapping's path into a record: "out.text", "instances[0].output", "turns[-1]".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats::kit {

/// How the value at the end of a path is to be read.
enum class PathForm : std::uint8_t {
  kPlain,
  kTranscript,  ///< "chosen:transcript": text with "\n\nHuman: " and "\n\nAssistant: " turns.
  kTree,        ///< "prompt.replies:tree": messages that hold their replies; the first of each.
};

struct PathStep {
  std::string key;         ///< Of an object; empty for an index.
  std::int64_t index = 0;  ///< Of a list; negative counts from its end.
};

struct FieldPath {
  std::string text;  ///< As written, without the form.
  std::vector<PathStep> steps;
  PathForm form = PathForm::kPlain;
};

/// E_MAPPING (kUsage) where the text is no path.
Result<FieldPath> parse_path(std::string_view text);

/// The value that `step` leads to; empty where there is none.
json::Value follow(json::Value from, const PathStep& step);

}  // namespace bmo::formats::kit
