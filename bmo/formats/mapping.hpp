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
//
// The same file is a layout to write (`--to jsonl:my.toml`): each path of [fields] is where its
// field goes. A field may be a table: { path = "p", type = "integer", default = 0 }, or, for
// reading alone, { join = "{title}: {body}" } of several paths. What only writing needs stands in
//
//   [write]                   # path in the row -> the field that goes there
//   text = { join = "Q: {instruction} A: {response}" }
//   version = { value = 3 }
//   grade = { field = "scores.judge", type = "integer", default = 0 }
//   [schema]
//   file = "rows.schema.json" # a JSON Schema that every row must meet, read or written
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/row_schema.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::formats {

struct ScoreScale {
  double low = 0;
  double high = 1;
};

struct LayoutEntry;  // formats/layouts.hpp

class Mapping {
 public:
  enum class Type : std::uint8_t { kAsItIs, kText, kNumber, kInteger, kFlag, kJson };

  struct FieldRule {
    std::string target;  ///< "response", "source.document", ...
    std::string path;    ///< Empty where there is a join.
    std::string join;    ///< "{title}: {body}"
    Type type = Type::kAsItIs;
    std::string otherwise;  ///< JSON text of the default; empty: none.
  };
  /// One of the three says what goes to `path` in a written row.
  struct RowRule {
    std::string path;
    std::string field;
    std::string join;
    std::string value;  ///< JSON text of a constant.
    Type type = Type::kAsItIs;
    std::string otherwise;
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
  std::vector<RowRule> rows;  ///< From [fields] and [write], in the file's order.
  std::string schema_file;    ///< As [schema] names it.
  std::shared_ptr<const json::RowSchema> schema;
};

/// The text of a mapping file with that of the JSON Schema that it names inside, so that it can be
/// parsed where there is no disk.
std::string with_schema(const std::string& mapping_text, std::string_view schema_text);

/// The mapping as a layout to write, called `name`. E_MAPPING where it names no conversation, or
/// paths that no row can have.
Result<std::shared_ptr<const LayoutEntry>> make_layout(const Mapping& mapping,
                                                       const std::string& name);

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
