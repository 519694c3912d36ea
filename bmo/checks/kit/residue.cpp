// The headings of Alpaca, Vicuna and their like.
#include "bmo/checks/kit/residue.hpp"

#include <algorithm>
#include <array>

namespace bmo::checks {
namespace {

constexpr auto kHeadings = std::to_array<std::string_view>({
    "### Instruction",
    "### Response",
    "### Input",
    "### Human",
    "### Assistant",
    "###Instruction",
    "###Response",
    "###Human",
    "###Assistant",
    "### User",
    "### System",
    "### Output",
    "### New instruction",
    "Below is an instruction that describes a task",
});

}  // namespace

bool is_template_heading(std::string_view line) {
  return std::any_of(kHeadings.begin(), kHeadings.end(), [line](std::string_view head) {
    if (!line.starts_with(head)) return false;
    return head.size() > 20 || line.size() == head.size() || line[head.size()] == ':';
  });
}

}  // namespace bmo::checks
