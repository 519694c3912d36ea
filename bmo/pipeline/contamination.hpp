// Leaves out pairs that hold an item of an evaluation set.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/dedup/pack.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::pipeline {

/// The packs that a run looks for; part of a recipe.
struct PackList {
  std::vector<std::shared_ptr<const dedup::Pack>> packs;
  std::vector<std::string> digests;  ///< Hash of each pack's bytes: other items, other recipe.

  bool empty() const { return packs.empty(); }
};

/// E_PACK where a file is no pack.
Result<PackList> read_packs(io::Disk& disk, const std::vector<std::string>& paths);

json::Dom pack_list_dom(const PackList& list);

/// One for each worker.
class ContaminationGate {
 public:
  explicit ContaminationGate(const PackList& list);

  /// Judges the pairs that are to be exported: adds a finding that names set and item for each
  /// match, and turns the fate of those that are contaminated to filtered. True: findings were
  /// added, behind the others.
  bool judge(Batch& batch, std::vector<std::string_view>& reasons);

 private:
  std::vector<std::pair<const dedup::Pack*, dedup::PackMatcher>> matchers_;
};

}  // namespace bmo::pipeline
