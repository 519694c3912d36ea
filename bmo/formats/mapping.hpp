// Mapping files (TOML): which field of a record becomes which field of a pair.
//
//   [fields]                  # canonical column or id, instruction, input, system, response,
//   response = "out.text"     # messages, rejected, label, tools -> path in the record: dots, and
//   instruction = "prompt"    # [0] or [-1] for list elements
//   [constants]               # for canonical columns that the record leaves out
//   category = "support"
//   [roles]                   # a role's name in the records -> system, user, assistant, tool
//   prompter = "user"
//   [scores.judge]            # or: [scores] judge = "eval.judge"
//   path = "eval.judge"
//   scale = [1, 5]            # values outside it are E_RANGE
//
// `messages` and `rejected` may name what is no list of messages: "chosen:transcript" reads the
// "\n\nHuman: ..." dialogue in the text `chosen`; "prompt.replies:tree" begins at `prompt` and goes
// down the first of its `replies`, and of theirs. Of instruction, input, system and response, those
// that the mapping leaves out are looked for under their own names.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::formats {

struct ScoreScale {
  double low = 0;
  double high = 1;
};

class Mapping {
 public:
  struct FieldRule {
    std::string target;  ///< "response", "source.document", ...
    std::string path;
  };
  struct ScoreRule {
    std::string name;
    std::string path;
    std::optional<ScoreScale> scale;  ///< Values outside it are E_RANGE.
  };

  std::vector<FieldRule> fields;
  std::map<std::string, std::string> constants;
  std::map<std::string, Role> roles;
  std::vector<ScoreRule> scores;
};

/// Parses the text of a mapping file. Errors: E_MAPPING with line and the nearest known name.
Result<Mapping> parse_mapping(const std::string& text, const std::string& file);

/// Mappings that ship with bmo ("oasst", "hh-rlhf", ...), by name.
struct MappingPreset {
  std::string_view name;
  std::string_view title;
  std::string_view text;
};
std::span<const MappingPreset> mapping_presets();

}  // namespace bmo::formats
