// What a mapping puts at one place of a row: a field of the pair, several joined, or a constant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/layouts.hpp"
#include "bmo/formats/mapping.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats::kit {

class MappedValue {
 public:
  /// E_MAPPING (kUsage) for an unknown field, and for a type that the field cannot have.
  static Result<MappedValue> make(const Mapping::RowRule& rule);

  Field field(std::string name) const;
  /// Appends the pair's value to a column of that field; the default where the pair has none.
  void append(const Pair& pair, Column& out, Arena& made) const;

  bool names(std::string_view field) const;
  /// Does another place take the `input` part, so that the instruction ends before it?
  void cut_input(bool cuts);

 private:
  enum class From : std::uint8_t {
    kConstant,
    kId,
    kMessages,
    kInstruction,
    kInput,
    kSystem,
    kResponse,
    kRejected,
    kLabel,
    kTools,
    kExtra,
    kText,
    kReal,
    kList,
    kScore,
  };
  /// A field of the pair, or text that stands as it is.
  struct Part {
    From from = From::kConstant;
    std::string name;  ///< Of the field; the text itself for a constant.
    std::uint8_t slot = 0;
  };
  /// A constant or default in every type that it can be read as.
  struct Literal {
    ColumnKind kind = ColumnKind::kText;
    std::string text;
    double real = kAbsent;
    std::uint8_t flag = 2;
  };

  static Literal literal_of(const std::string& json_text);
  static Result<Part> part_of(const std::string& field);
  static ColumnKind natural_kind(From from);
  Status choose_kind(const Mapping::RowRule& rule);

  bool is_joined() const { return parts_.size() != 1 || parts_[0].from == From::kConstant; }
  std::string_view text(const Pair& pair, Arena& made) const;
  std::string_view part_text(const Part& part, const Pair& pair, Arena& made) const;
  double real(const Pair& pair, Arena& made) const;
  std::uint8_t flag(const Pair& pair, Arena& made) const;
  void append_list(const Pair& pair, Column& out, Arena& made) const;

  std::vector<Part> parts_;  ///< One for a field; several for a join; none for a constant.
  ColumnKind kind_ = ColumnKind::kText;
  Literal otherwise_;
  bool cuts_input_ = false;
};

}  // namespace bmo::formats::kit
