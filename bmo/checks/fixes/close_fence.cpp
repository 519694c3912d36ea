// Closes a code fence that an answer leaves open.
#include "bmo/checks/fixes.hpp"
#include "bmo/facts/program_text.hpp"

namespace bmo::checks::fixes {
namespace {

struct CloseFence {
  static constexpr FixCard card{
      .id = "close_fence",
      .code = "W_TRUNCATED",
      .title = "Close a code fence that an answer leaves open",
      .why =
          "A model that learns to leave fences open breaks what shows its answers. Only the fence "
          "is added: whether the code is whole is for a person to say.",
      .safety = Safety::kWords,
      .order = 90,
      .before = R"x({"instruction":"Print seven.","response":"```python\nprint(7)"})x",
      .after = R"x({"instruction":"Print seven.","response":"```python\nprint(7)\n```"})x",
  };

  static bool mend(std::string_view text, const TextPlace& place, std::string& out) {
    if (place.role != Role::kAssistant || facts::count_fences(text) % 2 == 0) return false;
    out = text;
    out += text.ends_with('\n') ? "```" : "\n```";
    return true;
  }
};

}  // namespace

const FixEntry& close_fence() {
  return fix_entry<CloseFence>();
}

}  // namespace bmo::checks::fixes
