// The metadata of a pair as columns: one struct in each row, or each column by itself.
#include "bmo/formats/kit/metadata_columns.hpp"

#include <algorithm>

#include "bmo/formats/kit/columns.hpp"
#include "bmo/model/fields.hpp"

namespace bmo::formats {
namespace kit {
namespace {

Field score_list(std::string_view name) {
  Field score{.name = "element", .kind = ColumnKind::kStruct};
  score.children = {text_field("name"), {.name = "value", .kind = ColumnKind::kReal}};
  return list_field(std::string(name), std::move(score));
}

Field column_of(const FieldCard& card) {
  switch (card.kind) {
    case FieldKind::kReal:
      return {.name = std::string(card.name), .kind = ColumnKind::kReal};
    case FieldKind::kTextList:
      return list_field(std::string(card.name), text_field("element"));
    case FieldKind::kScores:
      return score_list(card.name);
    case FieldKind::kJson:
      return {.name = std::string(card.name), .kind = ColumnKind::kJson};
    case FieldKind::kText:
      break;
  }
  return text_field(std::string(card.name));
}

using Run = std::span<const FieldCard>;

/// Every group's cards, and every card that stands alone, in canonical order.
const std::vector<Run>& runs() {
  static const std::vector<Run> kRuns = [] {
    std::vector<Run> out;
    for (auto cards = metadata_fields(); !cards.empty(); cards = cards.subspan(out.back().size())) {
      std::size_t size = 1;
      while (!cards.front().group.empty() && size < cards.size() &&
             cards[size].group == cards.front().group)
        ++size;
      out.push_back(cards.first(size));
    }
    return out;
  }();
  return kRuns;
}

bool is_given(const Metadata& metadata, const FieldCard& card) {
  switch (card.kind) {
    case FieldKind::kText:
      return !metadata.texts[card.slot].empty();
    case FieldKind::kReal:
      return !is_absent(metadata.reals[card.slot]);
    case FieldKind::kTextList:
      return !metadata.lists[card.slot].empty();
    case FieldKind::kScores:
      return !metadata.scores.empty();
    case FieldKind::kJson:
      break;
  }
  return !metadata.extra.empty();
}

void append_scores(std::span<const Score> scores, Column& out) {
  Column& element = out.children.front();
  for (const Score& score : scores) {
    element.set.push_back(1);
    element.children[0].text.push_back(score.name);
    element.children[1].real.push_back(score.value);
  }
  end_list(out, element.set.size());
}

void append_card(const Metadata& metadata, const FieldCard& card, Column& out) {
  switch (card.kind) {
    case FieldKind::kText:
      out.text.push_back(metadata.texts[card.slot]);
      return;
    case FieldKind::kReal:
      out.real.push_back(metadata.reals[card.slot]);
      return;
    case FieldKind::kTextList: {
      std::vector<std::string_view>& items = out.children.front().text;
      const auto list = metadata.lists[card.slot];
      items.insert(items.end(), list.begin(), list.end());
      end_list(out, items.size());
      return;
    }
    case FieldKind::kScores:
      append_scores(metadata.scores, out);
      return;
    case FieldKind::kJson:
      out.text.push_back(metadata.extra);
      return;
  }
}

void append_run(const Metadata& metadata, Run run, Column& out) {
  if (run.front().group.empty()) {
    append_card(metadata, run.front(), out);
    return;
  }
  const bool is_set = std::any_of(run.begin(), run.end(),
                                  [&](const FieldCard& card) { return is_given(metadata, card); });
  out.set.push_back(is_set ? 1 : 0);
  if (!is_set) return;
  for (std::size_t i = 0; i < run.size(); ++i)
    append_card(metadata, run[i], out.children[i]);
}

}  // namespace

void add_metadata_fields(std::vector<Field>& fields) {
  for (const Run run : runs()) {
    if (run.front().group.empty()) {
      fields.push_back(column_of(run.front()));
    } else {
      Field group{.name = std::string(run.front().group), .kind = ColumnKind::kStruct};
      for (const FieldCard& card : run)
        group.children.push_back(column_of(card));
      fields.push_back(std::move(group));
    }
  }
}

std::size_t append_metadata_columns(const Pair& pair, Column* columns) {
  static const Metadata kNothing;
  const Metadata& metadata = pair.metadata != nullptr ? *pair.metadata : kNothing;
  for (const Run run : runs())
    append_run(metadata, run, *columns++);
  return runs().size();
}

std::uint8_t label_flag(Label label) {
  if (label == Label::kNone) return 2;
  return label == Label::kTrue ? 1 : 0;
}

}  // namespace kit

Field metadata_field(Holds holds) {
  Field field{.name = "metadata", .kind = ColumnKind::kStruct};
  if (!holds.rejected) field.children.push_back(messages_field("rejected"));
  if (!holds.label) field.children.push_back({.name = "label", .kind = ColumnKind::kFlag});
  if (!holds.tools) field.children.push_back({.name = "tools", .kind = ColumnKind::kJson});
  if (!holds.input) field.children.push_back({.name = "input_at", .kind = ColumnKind::kReal});
  kit::add_metadata_fields(field.children);
  return field;
}

void append_metadata(const Pair& pair, Holds holds, Column& out, Arena& made) {
  const bool is_set = pair.metadata != nullptr || (!holds.rejected && !pair.rejected.empty()) ||
                      (!holds.label && pair.label != Label::kNone) ||
                      (!holds.tools && !pair.tools.empty()) || (!holds.input && pair.input_at != 0);
  out.set.push_back(is_set ? 1 : 0);
  if (!is_set) return;
  Column* column = out.children.data();
  if (!holds.rejected) append_messages(pair.rejected, *column++, made);
  if (!holds.label) (column++)->flag.push_back(kit::label_flag(pair.label));
  if (!holds.tools) (column++)->text.push_back(pair.tools);
  if (!holds.input) (column++)->real.push_back(pair.input_at == 0 ? kAbsent : pair.input_at);
  kit::append_metadata_columns(pair, column);
}

}  // namespace bmo::formats
