// Asks every pack of every pair.
#include "bmo/pipeline/contamination.hpp"

#include <fmt/format.h>

namespace bmo::pipeline {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30U;

std::string detail_of(const dedup::Pack& pack, const dedup::PackMatch& match) {
  const char* how = "holds half of its words or more in runs";
  if (match.found == dedup::Contamination::kExact) how = "is the item word for word";
  if (match.found == dedup::Contamination::kRun) how = "holds thirteen of its words in a row";
  if (match.found == dedup::Contamination::kSuspect) how = "holds some of its words in runs";
  return fmt::format("{} item {}: {} ({:.0f} %)", pack.name(), match.item + 1, how,
                     100 * match.coverage);
}

}  // namespace

Result<PackList> read_packs(io::Disk& disk, const std::vector<std::string>& paths) {
  PackList out;
  for (const std::string& path : paths) {
    BMO_TRY_AS(const std::string bytes, io::read_file(disk, path, kMostBytes));
    auto pack = dedup::Pack::parse(bytes);
    if (!pack) {
      Error error = std::move(pack).error();
      error.place.file = path;
      return error;
    }
    char hex[32];
    write_hex(hash128(bytes), hex);
    out.digests.emplace_back(hex, sizeof(hex));
    out.packs.push_back(std::make_shared<const dedup::Pack>(*std::move(pack)));
  }
  return out;
}

json::Dom pack_list_dom(const PackList& list) {
  json::Dom dom = json::Dom::array();
  for (std::size_t i = 0; i < list.packs.size(); ++i) {
    dom.push_back({{"name", list.packs[i]->name()}, {"xxh3_128", list.digests[i]}});
  }
  return dom;
}

ContaminationGate::ContaminationGate(const PackList& list) {
  for (const auto& pack : list.packs)
    matchers_.emplace_back(pack.get(), dedup::PackMatcher(*pack));
}

bool ContaminationGate::judge(Batch& batch, std::vector<std::string_view>& reasons) {
  const std::size_t before = batch.findings.size();
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    for (auto& [pack, matcher] : matchers_) {
      const dedup::PackMatch match = matcher.match(batch.pairs[row]);
      if (match.found == dedup::Contamination::kNone) continue;
      const bool is_certain = match.is_contaminated();
      batch.findings.push_back({.code = is_certain ? "W_CONTAMINATED" : "N_CONTAMINATION_SUSPECT",
                                .severity = is_certain ? Severity::kWarning : Severity::kNote,
                                .row = row,
                                .detail = detail_of(*pack, match)});
      if (!is_certain) continue;
      batch.fates[row] = Fate::kFiltered;
      reasons[row] = "contaminated";
    }
  }
  return batch.findings.size() > before;
}

}  // namespace bmo::pipeline
