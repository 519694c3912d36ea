// Taking values out of pairs, in the type that the place has.
#include "bmo/formats/kit/mapped_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/instruction.hpp"
#include "bmo/formats/kit/join_template.hpp"
#include "bmo/formats/kit/mapped_reading.hpp"
#include "bmo/formats/kit/metadata_columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::kit {
namespace {

Error bad_rule(const std::string& path, std::string message, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_MAPPING",
          .message = "`" + excerpt(path, 40) + "`: " + std::move(message),
          .hint = std::move(hint)};
}

double number_in(std::string_view text) {
  double value = kAbsent;
  text = trim_ascii(text);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size() ? value : kAbsent;
}

std::uint8_t flag_in(std::string_view text) {
  if (text == "true") return 1;
  return text == "false" ? 0 : 2;
}

/// 7.0 as "7", so that a number within a text reads as people write it.
std::string number_text(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string_view last_user(const Pair& pair) {
  const auto context = pair.context();
  for (std::size_t i = context.size(); i-- > 0;) {
    if (context[i].role == Role::kUser) return context[i].content;
  }
  return {};
}

std::string_view system_of(const Pair& pair) {
  const bool has_system = without_system(pair).size() != pair.messages.size();
  return has_system ? pair.messages.front().content : std::string_view();
}

const Metadata& metadata_of(const Pair& pair) {
  static const Metadata kNothing;
  return pair.metadata != nullptr ? *pair.metadata : kNothing;
}

ColumnKind kind_of(Mapping::Type type, ColumnKind natural) {
  switch (type) {
    case Mapping::Type::kText:
      return ColumnKind::kText;
    case Mapping::Type::kNumber:
      return ColumnKind::kReal;
    case Mapping::Type::kInteger:
      return ColumnKind::kInteger;
    case Mapping::Type::kFlag:
      return ColumnKind::kFlag;
    case Mapping::Type::kJson:
      return ColumnKind::kJson;
    case Mapping::Type::kAsItIs:
      break;
  }
  return natural;
}

}  // namespace

MappedValue::Literal MappedValue::literal_of(const std::string& json_text) {
  Literal literal{.text = json_text};
  if (json_text.empty()) return literal;
  json::Document document;
  json::Fault fault;
  Arena arena;
  if (!document.parse(json_text, arena, fault)) return literal;
  const json::Value value = document.root();
  switch (value.kind()) {
    case json::Kind::kString:
      literal.text = value.text(arena);
      literal.real = number_in(literal.text);
      break;
    case json::Kind::kNumber: {
      const bool is_whole = json_text.find_first_of(".eE") == std::string::npos;
      literal.kind = is_whole ? ColumnKind::kInteger : ColumnKind::kReal;
      literal.real = value.real();
      break;
    }
    case json::Kind::kTrue:
    case json::Kind::kFalse:
      literal.kind = ColumnKind::kFlag;
      literal.flag = flag_in(json_text);
      break;
    default:
      literal.kind = ColumnKind::kJson;
  }
  return literal;
}

Result<MappedValue::Part> MappedValue::part_of(const std::string& field) {
  constexpr std::array<std::pair<std::string_view, From>, 10> kOwn{{
      {"id", From::kId},
      {"messages", From::kMessages},
      {"instruction", From::kInstruction},
      {"input", From::kInput},
      {"system", From::kSystem},
      {"response", From::kResponse},
      {"rejected", From::kRejected},
      {"label", From::kLabel},
      {"tools", From::kTools},
      {"extra", From::kExtra},
  }};
  for (const auto& [name, from] : kOwn) {
    if (field == name) return Part{from, field, 0};
  }
  if (field.starts_with("scores.")) return Part{From::kScore, field.substr(7), 0};
  const FieldCard* card = find_metadata_field(field);
  if (card == nullptr || card->kind == FieldKind::kScores) {
    std::vector<std::string_view> known(std::begin(kPairFields), std::end(kPairFields));
    for (const FieldCard& one : metadata_fields()) {
      if (one.group.empty()) known.push_back(one.name);
    }
    return bad_rule(field, "a pair has no such field" + did_you_mean(field, known),
                    "name a field of the pair, a canonical column, or scores.NAME");
  }
  const From from = card->kind == FieldKind::kReal       ? From::kReal
                    : card->kind == FieldKind::kTextList ? From::kList
                                                         : From::kText;
  return Part{from, field, card->slot};
}

ColumnKind MappedValue::natural_kind(From from) {
  switch (from) {
    case From::kMessages:
    case From::kList:
      return ColumnKind::kList;
    case From::kLabel:
      return ColumnKind::kFlag;
    case From::kTools:
    case From::kExtra:
      return ColumnKind::kJson;
    case From::kReal:
    case From::kScore:
      return ColumnKind::kReal;
    default:
      return ColumnKind::kText;
  }
}

Status MappedValue::choose_kind(const Mapping::RowRule& rule) {
  const ColumnKind natural = parts_.empty() ? otherwise_.kind
                             : is_joined()  ? ColumnKind::kText
                                            : natural_kind(parts_[0].from);
  kind_ = kind_of(rule.type, natural);
  const bool is_list = natural == ColumnKind::kList;
  if (is_list && kind_ != natural && (kind_ != ColumnKind::kText || names("messages"))) {
    return bad_rule(rule.path, "a list cannot have that type", "leave `type` out");
  }
  if (kind_ == ColumnKind::kJson && natural != ColumnKind::kJson) {
    return bad_rule(rule.path, "only tools, extra and constants are written as JSON",
                    "leave `type` out");
  }
  if (kind_ == ColumnKind::kInteger && is_absent(otherwise_.real)) {
    return bad_rule(rule.path, "an integer needs a default, since it is never left out",
                    "add default = 0");
  }
  return ok();
}

Result<MappedValue> MappedValue::make(const Mapping::RowRule& rule) {
  MappedValue value;
  value.otherwise_ = literal_of(rule.value.empty() ? rule.otherwise : rule.value);
  if (!rule.field.empty()) {
    BMO_TRY_AS(Part part, part_of(rule.field));
    value.parts_.push_back(std::move(part));
  }
  if (!rule.join.empty()) {
    BMO_TRY_AS(const std::vector<JoinPiece> pieces, parse_join(rule.join));
    for (const JoinPiece& piece : pieces) {
      Part part{.name = piece.text};
      if (piece.is_name) {
        BMO_TRY_AS(part, part_of(piece.text));
      }
      value.parts_.push_back(std::move(part));
    }
    if (value.names("messages")) {
      return bad_rule(rule.path, "messages cannot be joined", "join instruction and response");
    }
  }
  BMO_TRY(value.choose_kind(rule));
  return value;
}

Field MappedValue::field(std::string name) const {
  if (kind_ == ColumnKind::kList && names("messages")) return messages_field(std::move(name));
  if (kind_ == ColumnKind::kList) return list_field(std::move(name), text_field("element"));
  return {.name = std::move(name), .kind = kind_, .nested = kind_ == ColumnKind::kJson};
}

bool MappedValue::names(std::string_view field) const {
  return std::ranges::any_of(parts_, [field](const Part& part) {
    return part.from != From::kConstant && part.name == field;
  });
}

void MappedValue::cut_input(bool cuts) {
  cuts_input_ = cuts;
}

std::string_view MappedValue::part_text(const Part& part, const Pair& pair, Arena& made) const {
  switch (part.from) {
    case From::kConstant:
      return part.name;
    case From::kId:
      return pair.id;
    case From::kInstruction:
      return cuts_input_ ? kit::cut_input(pair, last_user(pair)).instruction : last_user(pair);
    case From::kInput:
      return kit::cut_input(pair, last_user(pair)).input;
    case From::kSystem:
      return system_of(pair);
    case From::kResponse:
      return pair.response() != nullptr ? pair.response()->content : std::string_view();
    case From::kRejected:
      return pair.rejected.empty() ? std::string_view() : pair.rejected.back().content;
    case From::kLabel:
      if (pair.label == Label::kNone) return {};
      return pair.label == Label::kTrue ? "true" : "false";
    case From::kTools:
      return pair.tools;
    case From::kExtra:
      return metadata_of(pair).extra;
    case From::kText:
      return metadata_of(pair).texts[part.slot];
    case From::kReal: {
      const double value = metadata_of(pair).reals[part.slot];
      return is_absent(value) ? std::string_view() : made.keep(number_text(value));
    }
    case From::kScore:
      for (const Score& score : metadata_of(pair).scores) {
        if (score.name == part.name) return made.keep(number_text(score.value));
      }
      return {};
    case From::kList: {
      std::string list;
      for (const std::string_view item : metadata_of(pair).lists[part.slot])
        list.append(list.empty() ? "" : ", ").append(item);
      return made.keep(list);
    }
    case From::kMessages:
      break;
  }
  return {};
}

std::string_view MappedValue::text(const Pair& pair, Arena& made) const {
  if (parts_.size() == 1) return part_text(parts_[0], pair, made);
  std::string joined;
  for (const Part& part : parts_)
    joined += part_text(part, pair, made);
  return made.keep(joined);
}

double MappedValue::real(const Pair& pair, Arena& made) const {
  const double value = number_in(text(pair, made));
  return is_absent(value) ? otherwise_.real : value;
}

std::uint8_t MappedValue::flag(const Pair& pair, Arena& made) const {
  const std::uint8_t value = flag_in(text(pair, made));
  return value == 2 ? otherwise_.flag : value;
}

void MappedValue::append_list(const Pair& pair, Column& out, Arena& made) const {
  if (parts_[0].from == From::kMessages) return append_messages(pair.messages, out, made);
  std::vector<std::string_view>& items = out.children.front().text;
  const auto list = metadata_of(pair).lists[parts_[0].slot];
  items.insert(items.end(), list.begin(), list.end());
  end_list(out, items.size());
}

void MappedValue::append(const Pair& pair, Column& out, Arena& made) const {
  switch (kind_) {
    case ColumnKind::kReal:
      out.real.push_back(real(pair, made));
      return;
    case ColumnKind::kInteger:
      out.integer.push_back(std::llround(real(pair, made)));
      return;
    case ColumnKind::kFlag:
      out.flag.push_back(flag(pair, made));
      return;
    case ColumnKind::kList:
      return append_list(pair, out, made);
    default: {
      const std::string_view value = text(pair, made);
      out.text.push_back(value.empty() ? std::string_view(otherwise_.text) : value);
    }
  }
}

}  // namespace bmo::formats::kit
