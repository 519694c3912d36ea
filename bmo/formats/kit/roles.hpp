// Knows the names that tools give to roles.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "bmo/formats/mapping.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::formats::kit {

struct Building;

/// A role as a record names it. `is_call`: the content is the JSON text of a tool call.
struct FoundRole {
  Role role = Role::kUser;
  bool is_call = false;
};

/// The mapping's names come first (`mapping` may be nullptr), then those of the known tools.
std::optional<FoundRole> find_role(std::string_view name, const Mapping* mapping);

/// The role that a name stands for which `find_role` does not know, where the reader was asked to
/// mend such names; told with its field, unless that is empty.
std::optional<FoundRole> mend_role(Building& building, std::string_view name, std::string field);

/// "unknown role `wizard`", with the nearest known names.
std::string unknown_role(std::string_view name);

}  // namespace bmo::formats::kit
