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

/// A piece of a join: text as it stands, or the path of what goes there.
struct JoinStep {
  std::string text;
  std::optional<FieldPath> path;
};

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
  /// Where a value is taken from; `path.text` is what its faults call it.
  struct Origin {
    const Mapping::FieldRule* rule = nullptr;
    FieldPath path;
    std::vector<JoinStep> join;
  };
  struct PairRule {
    std::string_view target;
    Origin origin;
  };
  struct ColumnRule {
    const FieldCard* card;
    Origin origin;
  };
  struct ScoreRule {
    const Mapping::ScoreRule* rule;
    FieldPath path;
  };

  static Origin origin_of(const Mapping::FieldRule& rule);
  /// The value, or its default, in the type that the rule asks for.
  static json::Value value_at(Building& building, const Origin& origin);
  const Origin* origin_of(std::string_view target) const;
  /// The value of a rule, or of the field that bears the target's own name.
  json::Value value_of(Building& building, std::string_view target) const;
  std::string_view place_of(std::string_view target) const;
  void read_messages_rule(Building& building, const Origin& origin) const;
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
