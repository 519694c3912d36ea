// Knows every container, layout, mapping preset, target, rule, check, fix, score, method of
// finding duplicates and code by name.
//
// This is what `list` and `explain` print, and what the conformance test walks. The entries are
// made from the cards of the extensions, so a new file shows up here by itself.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/model/finding.hpp"

namespace bmo::catalog {

enum class Kind : std::uint8_t {
  kContainer,
  kLayout,
  kMapping,
  kTarget,
  kRule,
  kCheck,
  kFix,
  kScore,
  kDedup,
  kMetric,
  kFamily,
  kCode
};

/// "container", "layout", "mapping", "target", "rule", "check", "fix", "score", "dedup", "metric",
/// "family", "code".
std::string_view kind_name(Kind kind);

/// One more line about an entry: "ending" -> ".jsonl".
struct Detail {
  std::string_view name;
  std::string text;
};

/// What an extension says of itself. Views are of static storage; texts that a kind does not have
/// are empty.
struct Entry {
  Kind kind = Kind::kCode;
  std::string_view name;  ///< As typed: "prompt-completion"; of a code: the code.
  std::string_view code;  ///< Of rules, checks and codes.
  std::string_view title;
  std::string_view summary;
  std::string_view why;
  std::string_view fix;
  std::optional<Severity> severity;
  std::string_view good;  ///< Examples: bytes as they would stand in a file, so escape them.
  std::string_view bad;
  std::vector<Detail> details;
};

/// All of one kind, by name.
std::vector<Entry> list(Kind kind);
/// All, kind by kind.
std::vector<Entry> all();

/// By name, code, or kind and name ("layout:vertex", where a target has the name too); case and
/// '-' or '_' make no difference. E_UNKNOWN_NAME with the nearest names.
Result<Entry> find(std::string_view name_or_code);

/// What a code means, from the card of a check or rule or the table of codes; nullopt where neither
/// has it.
std::optional<CodeCard> explain_code(std::string_view code);

/// Is it the code of a target's rule?
bool is_rule(std::string_view code);

}  // namespace bmo::catalog
