// Finds fields of a record whose names the consumer keeps for itself.
#include <algorithm>
#include <iterator>

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

/// The names that are keys of the object, in the order of the names.
std::vector<std::string_view> keys_among(std::string_view object,
                                         std::span<const std::string_view> names) {
  std::vector<std::string_view> out;
  std::ranges::copy_if(names, std::back_inserter(out),
                       [object](std::string_view name) { return may_have(object, name); });
  if (out.empty()) return out;
  Arena arena;
  json::Document document;
  json::Fault fault;
  if (!document.parse(object, arena, fault) || !document.root().is_object()) return {};
  std::erase_if(out, [&](std::string_view name) { return !document.root().find(name); });
  return out;
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
    const auto found = keys_among(pair.metadata->extra, limits.reserved);
    if (found.empty()) return {};
    std::string detail = found.size() == 1 ? "found the field `" : "found the fields `";
    for (const std::string_view name : found) {
      if (name != found.front()) detail += "`, `";
      detail += name;
    }
    return {detail + "`", std::string(found.front())};
  }
};

}  // namespace

const RuleEntry& reserved_column() {
  return pair_rule<ReservedColumn>();
}

}  // namespace bmo::targets::rules
