// Two lists of hashes that must be equal.
#include "bmo/app/fix_check.hpp"

#include <algorithm>
#include <compare>

#include "bmo/app/ledger.hpp"
#include "bmo/app/reread.hpp"
#include "bmo/base/hash.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kMostFaults = 20;

/// A change, told apart from others by a hash of all that is said of it.
struct Told {
  std::uint64_t record = 0;
  std::uint64_t hash = 0;
  friend auto operator<=>(const Told&, const Told&) = default;
};

Told told(std::uint64_t record, std::string_view fix, std::string_view field,
          std::string_view before, std::string_view after) {
  std::uint64_t hash = record;
  for (const std::string_view part : {fix, field, before, after})
    hash = hash64(part, hash);
  return {record, hash};
}

std::vector<Told> changes_in(json::Value row, Arena& arena) {
  std::vector<Told> out;
  const json::Value changes = row.find("changes");
  if (!changes || !changes.is_array()) return out;
  const std::uint64_t record = number_in(row, "record");
  for (const json::Value change : changes.elements()) {
    out.push_back(told(record, text_in(change, "fix", arena), text_in(change, "field", arena),
                       text_in(change, "before", arena), text_in(change, "after", arena)));
  }
  return out;
}

void add_faults(const std::vector<Told>& all, const std::vector<Told>& known, std::string_view what,
                FixCheck& out) {
  std::vector<Told> only;
  std::ranges::set_difference(all, known, std::back_inserter(only));
  for (const Told& change : only) {
    if (out.faults.size() == kMostFaults) return;
    out.faults.push_back("record " + std::to_string(change.record) + std::string(what));
  }
}

}  // namespace

Result<FixCheck> check_fixes(const std::string& directory, const json::Dom& manifest,
                             const Session& session) {
  FixCheck out;
  const json::Dom& recipe = manifest.at("recipe");
  if (!recipe.contains("fixes")) return out;
  std::vector<Told> ledger;
  BMO_TRY(walk_ledger(directory, session.disk, [&ledger](json::Value row, Arena& arena) {
    const std::vector<Told> changes = changes_in(row, arena);
    ledger.insert(ledger.end(), changes.begin(), changes.end());
  }));
  out.changes = ledger.size();
  auto inputs = sources_as_found(directory, manifest, session);
  if (!inputs || inputs->empty()) {
    out.note = "the sources are not as the run found them, so fixes were not made again";
    return out;
  }
  std::vector<Told> again;
  BMO_TRY(reread(*inputs, recipe, session.disk,
                 [&again](const Batch& batch, const std::vector<checks::Change>& changes) {
                   for (const checks::Change& change : changes) {
                     again.push_back(told(batch.records[change.row].number, change.fix,
                                          change.field, change.before, change.after));
                   }
                 }));
  std::ranges::sort(ledger);
  std::ranges::sort(again);
  add_faults(ledger, again, " was not changed as the ledger says", out);
  add_faults(again, ledger, " is changed by a fix that the ledger does not tell of", out);
  out.recomputed = out.changes - std::min<std::uint64_t>(out.changes, out.faults.size());
  return out;
}

}  // namespace bmo::app
