// Finds fields of a record whose names the consumer keeps for itself.
#include <algorithm>

#include "bmo/json/json.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

/// May the JSON text of an object have such a key? A look at the bytes, which most records end
/// with.
bool may_have(std::string_view object, std::string_view name) {
  for (std::size_t at = object.find(name); at != std::string_view::npos;
       at = object.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (at > 0 && object[at - 1] == '"' && end < object.size() && object[end] == '"') return true;
  }
  return false;
}

bool has_key(std::string_view object, std::string_view name) {
  if (!may_have(object, name)) return false;
  Arena arena;
  json::Document document;
  json::Fault fault;
  return document.parse(object, arena, fault) && document.root().is_object() &&
         static_cast<bool>(document.root().find(name));
}

struct ReservedColumn {
  static constexpr RuleCard card{
      .id = "reserved_column",
      .code = "N_RESERVED_COLUMN",
      .title = "A field has a name that the consumer keeps for itself",
      .why =
          "Column names are a part of a trainer's interface: beside messages, input_ids is trained "
          "in place of the text, labels takes the place of the mask, prompt makes the row another "
          "kind of row, and system_prompt becomes what the model is told. The file as it stands "
          "would stop the trainer or train on something else. The export keeps the field in "
          "metadata, where no trainer looks.",
      .fix =
          "Train from the export, not from the source. Where the field is a part of the pair, "
          "say so with --map.",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}],"colour":"blue"})",
      .bad =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}],"input_ids":[1,2,3]})",
  };

  static Breach judge(const Pair& pair, const Limits& limits) {
    if (pair.metadata == nullptr || pair.metadata->extra.empty()) return {};
    const auto name = std::ranges::find_if(limits.reserved, [&pair](std::string_view each) {
      return has_key(pair.metadata->extra, each);
    });
    if (name == limits.reserved.end()) return {};
    return {"found the field `" + std::string(*name) + "`", std::string(*name)};
  }
};

}  // namespace

const RuleEntry& reserved_column() {
  return pair_rule<ReservedColumn>();
}

}  // namespace bmo::targets::rules
