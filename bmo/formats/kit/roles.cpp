// The table of role names.
#include "bmo/formats/kit/roles.hpp"

#include <array>

#include "bmo/base/text.hpp"
#include "bmo/formats/kit/building.hpp"

namespace bmo::formats::kit {
namespace {

struct RoleName {
  std::string_view name;
  FoundRole found;
};

constexpr std::array kRoles{
    RoleName{"user", {Role::kUser}},
    RoleName{"assistant", {Role::kAssistant}},
    RoleName{"system", {Role::kSystem}},
    RoleName{"human", {Role::kUser}},
    RoleName{"gpt", {Role::kAssistant}},
    RoleName{"tool", {Role::kTool}},
    RoleName{"bot", {Role::kAssistant}},
    RoleName{"model", {Role::kAssistant}},
    RoleName{"developer", {Role::kSystem}},
    RoleName{"observation", {Role::kTool}},
    RoleName{"function", {Role::kTool}},
    RoleName{"ipython", {Role::kTool}},
    RoleName{"tool_response", {Role::kTool}},
    RoleName{"function_call", {Role::kAssistant, true}},
    RoleName{"tool_call", {Role::kAssistant, true}},
};

}  // namespace

std::optional<FoundRole> find_role(std::string_view name, const Mapping* mapping) {
  if (mapping != nullptr && !mapping->roles.empty()) {
    const auto at = mapping->roles.find(std::string(name));
    if (at != mapping->roles.end()) return FoundRole{at->second};
  }
  for (const RoleName& known : kRoles) {
    if (known.name == name) return known.found;
  }
  return std::nullopt;
}

std::optional<FoundRole> mend_role(Building& building, std::string_view name, std::string field) {
  std::string spelled;
  if (building.mend_role == nullptr || !building.mend_role(name, spelled)) return std::nullopt;
  const std::optional<FoundRole> found = find_role(spelled, building.mapping);
  if (found && !field.empty()) {
    building.mended.push_back({.row = building.row,
                               .is_role = true,
                               .field = std::move(field),
                               .before = name,
                               .after = building.arena().keep(spelled)});
  }
  return found;
}

std::string unknown_role(std::string_view name) {
  std::array<std::string_view, kRoles.size()> known;
  for (std::size_t i = 0; i < kRoles.size(); ++i)
    known[i] = kRoles[i].name;
  const std::string lower = lower_ascii(name);
  return "unknown role `" + excerpt(name, 40) + "`" + did_you_mean(lower, known);
}

}  // namespace bmo::formats::kit
