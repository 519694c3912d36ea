// Says what it means that a message has a role that nobody knows.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {
namespace {

struct UnknownRole {
  static constexpr CheckCard card{
      .id = "unknown_role",
      .code = "E_ROLE",
      .title = "A message has an unknown role",
      .why =
          "Known roles are system (developer), user (human), assistant (gpt, bot, "
          "model), tool (function, ipython, observation, tool_response) and "
          "function_call. A message of another role would be dropped or refused by "
          "trainers.",
      .fix =
          "Correct the role, or map it: a [roles] table in a mapping file, such as "
          "prompter = \"user\". --fix role_name spells USER and Human: as they should be.",
      .severity = Severity::kError,
      .family = Family::kCore,
      .good =
          R"({"messages":[{"role":"user","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
      .bad =
          R"({"messages":[{"role":"wizard","content":"Name a prime."},{"role":"assistant","content":"Seven."}]})",
  };
};

}  // namespace

const CheckEntry& unknown_role() {
  return entry<UnknownRole>();
}

}  // namespace bmo::checks
