// Reads records as a mapping file says.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bmo/formats/kit/building.hpp"
#include "bmo/formats/kit/field_path.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats::kit {

/// Names that a mapping may give a path to, besides the canonical columns.
inline constexpr std::string_view kPairFields[] = {
    "id", "messages", "instruction", "input", "system", "response", "rejected", "label", "tools"};

/// A mapping, ready to be followed.
class MappingPlan {
 public:
  /// `mapping` may be nullptr: a plan that does nothing. Its paths must be good (parse_mapping).
  explicit MappingPlan(const Mapping* mapping);

  /// Does it say where the conversation is?
  bool names_conversation() const { return names_conversation_; }

  void read_conversation(Building& building) const;
  /// The columns and scores; before the other fields are taken.
  void read_metadata(Building& building) const;
  /// Constants stand where the record gives nothing; after the other fields are taken.
  void put_constants(Building& building) const;

 private:
  struct PairRule {
    std::string_view target;
    FieldPath path;
  };
  struct ColumnRule {
    const FieldCard* card;
    FieldPath path;
  };
  struct ScoreRule {
    const Mapping::ScoreRule* rule;
    FieldPath path;
  };

  const FieldPath* path_of(std::string_view target) const;
  /// The value of a rule, or of the field that bears the target's own name.
  json::Value value_of(Building& building, std::string_view target) const;
  std::string_view place_of(std::string_view target) const;
  void read_messages_rule(Building& building, const FieldPath& path) const;
  void read_plain_turns(Building& building) const;
  void read_rejected(Building& building) const;
  void read_score(Building& building, const ScoreRule& rule) const;

  const Mapping* mapping_;
  bool names_conversation_ = false;
  std::vector<PairRule> pair_rules_;
  std::vector<ColumnRule> column_rules_;
  std::vector<ScoreRule> score_rules_;
};

}  // namespace bmo::formats::kit
