// Looks at each pair once; names are kept in maps of bounded size.
#include "bmo/pipeline/set_sums.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bmo::pipeline {
namespace {

using Member = std::uint64_t SetSums::*;

constexpr std::array<std::pair<const char*, Member>, 9> kMembers{{
    {"pairs", &SetSums::pairs},
    {"messages", &SetSums::messages},
    {"multi_turn", &SetSums::multi_turn},
    {"system_prompts", &SetSums::system_prompts},
    {"tool_pairs", &SetSums::tool_pairs},
    {"rejected", &SetSums::rejected},
    {"bytes", &SetSums::bytes},
    {"answer_bytes", &SetSums::answer_bytes},
    {"longest", &SetSums::longest},
}};

/// Beyond the most, a name counts only where it is known already: the first ones of the input in
/// its order, whatever the threads.
void count(SetSums::Counts& counts, std::string_view name) {
  if (name.empty()) return;
  const auto found = counts.find(name);
  if (found != counts.end()) {
    ++found->second;
  } else if (counts.size() < SetSums::kMostNames) {
    counts.emplace(name, 1);
  }
}

SetSums::Counts counts_of(const json::Dom& dom, const char* key) {
  SetSums::Counts counts;
  const json::Dom names = dom.value(key, json::Dom::object());
  for (const auto& [name, pairs] : names.items())
    counts[name] = pairs.get<std::uint64_t>();
  return counts;
}

}  // namespace

void SetSums::add(const Pair& pair) {
  std::uint64_t questions = 0;
  std::uint64_t own_bytes = 0;
  bool has_tools = !pair.tools.empty();
  for (const Message& message : pair.messages) {
    const std::uint64_t size = message.content.size() + message.tool_calls.size();
    own_bytes += size;
    has_tools = has_tools || message.role == Role::kTool || !message.tool_calls.empty();
    questions += message.role == Role::kUser ? 1U : 0U;
    if (message.role == Role::kAssistant) answer_bytes += size;
  }
  ++pairs;
  messages += pair.messages.size();
  multi_turn += questions > 1 ? 1U : 0U;
  system_prompts += !pair.messages.empty() && pair.messages.front().role == Role::kSystem ? 1U : 0U;
  tool_pairs += has_tools ? 1U : 0U;
  rejected += pair.rejected.empty() ? 0U : 1U;
  bytes += own_bytes;
  longest = std::max(longest, own_bytes);
  if (pair.metadata == nullptr) return;
  count(licences, (*pair.metadata)[TextField::kSourceLicence]);
  count(languages, (*pair.metadata)[TextField::kLanguage]);
}

json::Dom set_sums_dom(const SetSums& sums) {
  json::Dom dom = json::Dom::object();
  for (const auto& [name, member] : kMembers)
    dom[name] = sums.*member;
  dom["licences"] = json::Dom::object();
  for (const auto& [name, pairs] : sums.licences)
    dom["licences"][name] = pairs;
  dom["languages"] = json::Dom::object();
  for (const auto& [name, pairs] : sums.languages)
    dom["languages"][name] = pairs;
  return dom;
}

SetSums set_sums_of(const json::Dom& dom) {
  SetSums sums;
  if (!dom.is_object()) return sums;
  for (const auto& [name, member] : kMembers)
    sums.*member = dom.value(name, std::uint64_t{0});
  sums.licences = counts_of(dom, "licences");
  sums.languages = counts_of(dom, "languages");
  return sums;
}

}  // namespace bmo::pipeline
