// Spells roles as every trainer knows them.
#include <array>
#include <utility>

#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"

namespace bmo::checks::fixes {
namespace {

/// Names that can mean one role only; all others are left to the reader, who knows those of tools.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kOtherNames{{
    {"ai", "assistant"},
    {"chatbot", "assistant"},
    {"chatgpt", "assistant"},
    {"claude", "assistant"},
    {"gpt-3.5", "assistant"},
    {"gpt-4", "assistant"},
    {"gpt4", "assistant"},
    {"llm", "assistant"},
    {"prompter", "user"},
    {"sys", "system"},
}};

struct RoleName {
  static constexpr FixCard card{
      .id = "role_name",
      .code = "",
      .title = "Spell roles in small letters and by their usual names",
      .why =
          "USER, Human: and Assistant are roles that a template does not know, so that the record "
          "would be refused. The text stays; names that mean no known role are left alone.",
      .safety = Safety::kSafe,
      .order = 6,
      .before = R"({"messages":[{"role":"USER","content":"Name a prime."},)"
                R"({"role":"Assistant:","content":"Seven."}]})",
      .after = R"({"messages":[{"role":"user","content":"Name a prime."},)"
               R"({"role":"assistant","content":"Seven."}]})",
  };

  static bool mend(const RoleSpelling& role, std::string& out) {
    std::string_view name = trim_ascii(role.name);
    if (name.ends_with(':')) name = trim_ascii(name.substr(0, name.size() - 1));
    if (name.starts_with("<|") && name.ends_with("|>")) name = name.substr(2, name.size() - 4);
    out = lower_ascii(name);
    for (const auto& [other, usual] : kOtherNames) {
      if (out == other) out = usual;
    }
    return !out.empty();
  }
};

}  // namespace

const FixEntry& role_name() {
  return fix_entry<RoleName>();
}

}  // namespace bmo::checks::fixes
