// Writes rows of a shape that a mapping file says: paths become nested columns, and each leaf is
// filled from a field of the pair, from several joined, or from a constant.
#include <algorithm>
#include <mutex>
#include <set>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/field_path.hpp"
#include "bmo/formats/kit/mapped_value.hpp"
#include "bmo/formats/kit/shape.hpp"
#include "bmo/formats/kit/text_rows.hpp"
#include "bmo/formats/mapping.hpp"

namespace bmo::formats {
namespace {

using kit::MappedValue;

/// A place in the rows: a leaf, an object, or a list of one element.
struct Node {
  std::string name;
  std::vector<Node> children;
  bool is_list = false;
  std::size_t leaf = kNoLeaf;
  static constexpr std::size_t kNoLeaf = ~std::size_t{0};

  bool is_open() const { return leaf == kNoLeaf; }
};

Error unwritable(const std::string& path, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_MAPPING",
          .message = "no row can have `" + excerpt(path, 40) + "`",
          .why = std::move(why),
          .hint = "give each field a path of its own; of a list only the place [0] can be written"};
}

Node* child_named(Node& node, const std::string& name) {
  for (Node& child : node.children) {
    if (child.name == name) return &child;
  }
  return &node.children.emplace_back(Node{.name = name});
}

Status place_leaf(Node& root, const std::string& path, std::size_t leaf) {
  BMO_TRY_AS(const kit::FieldPath parsed, kit::parse_path(path));
  if (parsed.form != kit::PathForm::kPlain) return unwritable(path, "it is a form for reading");
  Node* node = &root;
  for (const kit::PathStep& step : parsed.steps) {
    const bool is_index = step.key.empty();
    if (is_index && step.index != 0) return unwritable(path, "it is a later place of a list");
    if (!node->is_open() || (!node->children.empty() && node->is_list != is_index)) {
      return unwritable(path, "another field stands there");
    }
    node->is_list = is_index;
    node = child_named(*node, is_index ? "element" : step.key);
  }
  if (!node->is_open() || !node->children.empty()) {
    return unwritable(path, "another field stands there");
  }
  node->leaf = leaf;
  return ok();
}

class MappedLayout final : public MadeLayout {
 public:
  static Result<std::shared_ptr<const MappedLayout>> make(const Mapping& mapping,
                                                          const std::string& name);

  Unholdable unholdable(const Pair& pair) const override;
  Schema schema() const override { return schema_; }
  void write(const Batch& batch, std::span<const std::uint32_t> rows, Columns& out) const override;

  const LayoutEntry& entry() const { return entry_; }

 private:
  explicit MappedLayout(std::string name) : name_(std::move(name)) {}

  Field field_of(const Node& node) const;
  void fill(const Node& node, const Pair& pair, Column& out, Arena& made) const;
  void fill_row(const Pair& pair, Columns& out) const;
  bool names(std::string_view field) const;
  Unholdable unholdable_turns(const Pair& pair) const;
  Unholdable broken_rule(const Pair& pair) const;
  Unholdable kept(std::string reason) const;

  std::string name_;
  LayoutCard card_;
  LayoutEntry entry_{};
  std::vector<MappedValue> values_;
  Node root_;
  Schema schema_;
  std::shared_ptr<const json::RowSchema> rules_;

  /// Reasons are told by pointer, so the few that there are live as long as the layout.
  mutable std::mutex mutex_;
  mutable std::set<std::string> reasons_;
};

Field MappedLayout::field_of(const Node& node) const {
  if (!node.is_open()) return values_[node.leaf].field(node.name);
  Field field{.name = node.name, .kind = node.is_list ? ColumnKind::kList : ColumnKind::kStruct};
  for (const Node& child : node.children)
    field.children.push_back(field_of(child));
  return field;
}

void MappedLayout::fill(const Node& node, const Pair& pair, Column& out, Arena& made) const {
  if (!node.is_open()) return values_[node.leaf].append(pair, out, made);
  if (node.is_list) {
    fill(node.children.front(), pair, out.children.front(), made);
    out.ends.push_back(out.ends.empty() ? 1 : out.ends.back() + 1);
    return;
  }
  out.set.push_back(1);
  for (std::size_t i = 0; i < node.children.size(); ++i)
    fill(node.children[i], pair, out.children[i], made);
}

void MappedLayout::fill_row(const Pair& pair, Columns& out) const {
  for (std::size_t i = 0; i < root_.children.size(); ++i)
    fill(root_.children[i], pair, out.columns[i], out.made);
}

void MappedLayout::write(const Batch& batch, std::span<const std::uint32_t> rows,
                         Columns& out) const {
  kit::begin_rows(schema_, rows.size(), out);
  for (const std::uint32_t row : rows)
    fill_row(batch.pairs[row], out);
}

bool MappedLayout::names(std::string_view field) const {
  return std::ranges::any_of(values_, [&](const MappedValue& value) { return value.names(field); });
}

Unholdable MappedLayout::unholdable_turns(const Pair& pair) const {
  if (names("rejected") && pair.rejected.size() != 1) return "a pair without one rejected answer";
  if (names("messages")) return nullptr;
  const auto turns = kit::without_system(pair);
  if (const Unholdable found = kit::unholdable_turn(pair.messages)) return found;
  if (turns.size() != pair.messages.size() && !names("system")) return "a system prompt";
  if (turns.size() > 2) return "more than one turn";
  return kit::unholdable_order(turns);
}

Unholdable MappedLayout::kept(std::string reason) const {
  constexpr std::size_t kMost = 64;
  const std::lock_guard lock(mutex_);
  if (reasons_.size() >= kMost && !reasons_.contains(reason)) {
    return "a row that breaks the JSON Schema";
  }
  return reasons_.insert(std::move(reason)).first->c_str();
}

Unholdable MappedLayout::broken_rule(const Pair& pair) const {
  Columns columns = make_columns(schema_);
  columns.rows = 1;
  fill_row(pair, columns);
  RowText text(schema_);
  text.start(columns);
  std::string row;
  text.append_object(row, 0);
  const std::string fault = rules_->fault(row);
  return fault.empty() ? nullptr : kept("a row that breaks the JSON Schema " + fault);
}

Unholdable MappedLayout::unholdable(const Pair& pair) const {
  if (const Unholdable found = unholdable_turns(pair)) return found;
  return rules_ != nullptr ? broken_rule(pair) : nullptr;
}

Result<std::shared_ptr<const MappedLayout>> MappedLayout::make(const Mapping& mapping,
                                                               const std::string& name) {
  std::shared_ptr<MappedLayout> layout(new MappedLayout(name));
  for (const Mapping::RowRule& rule : mapping.rows) {
    BMO_TRY(place_leaf(layout->root_, rule.path, layout->values_.size()));
    BMO_TRY_AS(MappedValue value, MappedValue::make(rule));
    layout->values_.push_back(std::move(value));
  }
  const bool has_input = layout->names("input");
  for (MappedValue& value : layout->values_)
    value.cut_input(has_input);
  if (!layout->names("messages") && (!layout->names("instruction") || !layout->names("response"))) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_MAPPING",
                 .message = "the mapping `" + excerpt(name, 60) + "` writes no conversation",
                 .hint = "give `messages` a path, or `instruction` and `response`"};
  }
  for (const Node& node : layout->root_.children)
    layout->schema_.push_back(layout->field_of(node));
  layout->rules_ = mapping.schema;
  layout->card_ = {.id = layout->name_,
                   .title = "Mapping",
                   .summary = "Rows as a mapping file says.",
                   .example = {},
                   .fields = {}};
  layout->entry_ = {.card = &layout->card_,
                    .matches = nullptr,
                    .read = nullptr,
                    .static_unholdable = nullptr,
                    .static_schema = nullptr,
                    .static_write = nullptr,
                    .made = layout.get()};
  return std::shared_ptr<const MappedLayout>(std::move(layout));
}

}  // namespace

Result<std::shared_ptr<const LayoutEntry>> make_layout(const Mapping& mapping,
                                                       const std::string& name) {
  BMO_TRY_AS(std::shared_ptr<const MappedLayout> layout, MappedLayout::make(mapping, name));
  const LayoutEntry* entry = &layout->entry();
  return std::shared_ptr<const LayoutEntry>(std::move(layout), entry);
}

}  // namespace bmo::formats
