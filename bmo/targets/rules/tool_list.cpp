// Finds definitions of tools that are no list of objects.
#include "bmo/base/text.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets::rules {
namespace {

struct ToolList {
  static constexpr RuleCard card{
      .id = "tool_list",
      .code = "E_TOOL_LIST",
      .title = "The definitions of tools are not a list",
      .why =
          "The consumer parses `tools` as a JSON list of definitions and stops, or drops the row, "
          "where it is anything else.",
      .fix = "Write tools as a list: [{\"type\":\"function\",\"function\":{\"name\":...}}].",
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}],"tools":[{"type":"function","function":{"name":"now","parameters":{}}}]})",
      .bad =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}],"tools":{"name":"now","parameters":{}}})",
  };

  static Breach judge(const Pair& pair, const Limits& /*limits*/) {
    if (pair.tools.empty() || pair.tools.starts_with('[')) return {};
    return {"found `" + excerpt(pair.tools, 40) + "`", "tools"};
  }
};

}  // namespace

const RuleEntry& tool_list() {
  return pair_rule<ToolList>();
}

}  // namespace bmo::targets::rules
