// Turns exported pairs into held ones and writes down why.
#include "bmo/pipeline/guard.hpp"

#include "bmo/pipeline/publish.hpp"

namespace bmo::pipeline {

std::vector<Breach> breaches_of(const Recipe& recipe, const Tally& tally) {
  return tally.gates.breaches(recipe.gates.max_drop, recipe.gates.min_group);
}

void hold(Tally& tally) {
  constexpr auto kExported = static_cast<std::size_t>(Fate::kExported);
  constexpr auto kHeld = static_cast<std::size_t>(Fate::kHeld);
  if (tally.fates[kExported] != 0) tally.reasons["held gate"] += tally.fates[kExported];
  tally.fates[kHeld] += tally.fates[kExported];
  tally.fates[kExported] = 0;
  tally.by_fate[kHeld].merge(tally.by_fate[kExported]);
  tally.by_fate[kExported] = {};
  tally.exported_content = {};
}

Status publish_held(io::Disk& disk, const std::string& out, const Tally& tally,
                    const std::vector<Breach>& breaches, bool durable) {
  json::Dom dom;
  dom["schema"] = 1;
  dom["groups"] = json::Dom::array();
  for (const Breach& breach : breaches) {
    dom["groups"].push_back(
        {{"group", breach.group}, {"pairs", breach.pairs}, {"dropped", breach.dropped}});
  }
  dom["reasons"] = tally.reasons;
  dom["gates"] = gate_tally_dom(tally.gates);
  return io::publish_file(disk, io::join(out, own_path("held.json")), json::to_text(dom), durable);
}

}  // namespace bmo::pipeline
