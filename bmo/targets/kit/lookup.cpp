// Finds targets, offers and rules by name, and binds a target's rules to one of its offers.
#include <algorithm>

#include "bmo/base/check.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::targets {
namespace {

bool concerns(const RuleCard& rule, std::string_view layout) {
  return rule.layouts.empty() || std::ranges::find(rule.layouts, layout) != rule.layouts.end();
}

}  // namespace

std::string_view kind_name(Kind kind) {
  return kind == Kind::kTrainer ? "trainer" : "service";
}

std::uint64_t Delivery::rows(std::string_view split) const {
  for (const DeliveredSplit& each : splits) {
    if (each.split == split) return each.rows;
  }
  return 0;
}

std::string_view Delivery::path(std::string_view split) const {
  for (const DeliveredSplit& each : splits) {
    if (each.split == split && !each.paths.empty()) return each.paths.front();
  }
  return {};
}

const TargetEntry* find(std::string_view id) {
  for (const TargetEntry* entry : all()) {
    if (entry->card->id == id) return entry;
  }
  return nullptr;
}

const Offer* find_offer(const TargetCard& card, std::string_view layout) {
  if (layout.empty()) return &card.offers.front();
  for (const Offer& offer : card.offers) {
    if (offer.layout == layout) return &offer;
  }
  return nullptr;
}

std::vector<BoundRule> rules_for(const TargetCard& card, const Offer& offer) {
  std::vector<BoundRule> out;
  for (const RuleUse& use : card.rules) {
    const RuleEntry* rule = rules::find(use.rule);
    BMO_CHECK(rule != nullptr);
    if (concerns(*rule->card, offer.layout) && use.except != offer.layout)
      out.push_back({rule, use.severity, use.outcome});
  }
  return out;
}

const RuleEntry* rules::find(std::string_view id) {
  for (const RuleEntry* entry : all()) {
    if (entry->card->id == id) return entry;
  }
  return nullptr;
}

}  // namespace bmo::targets
