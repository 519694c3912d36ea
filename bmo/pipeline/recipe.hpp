// Says what a run is asked to do: the part of a request that decides bytes, and the part that only
// decides how fast they come.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/set_checks.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/budgets.hpp"
#include "bmo/pipeline/contamination.hpp"
#include "bmo/pipeline/dedup_rules.hpp"
#include "bmo/pipeline/gates.hpp"
#include "bmo/pipeline/overrides.hpp"
#include "bmo/pipeline/split_groups.hpp"
#include "bmo/pipeline/tokens.hpp"
#include "bmo/scores/kit/own_points.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::pipeline {

/// One `--to`: CONTAINER[.gz|.zst][:LAYOUT] or TARGET[.gz|.zst][:LAYOUT].
struct OutputSpec {
  std::string text;  ///< As asked for: "jsonl.gz:sharegpt", "trl:preference".
  const formats::ContainerEntry* container = nullptr;
  const formats::LayoutEntry* layout = nullptr;
  io::Compression compression = io::Compression::kNone;
  formats::MetadataMode metadata = formats::MetadataMode::kInline;
  const targets::TargetEntry* target = nullptr;  ///< nullptr: a plain container.
  const targets::Offer* offer = nullptr;         ///< One of the target's.
  std::string mapping_text;  ///< Of a layout that a mapping file says; empty for the others.
  std::shared_ptr<const formats::LayoutEntry> own_layout;  ///< Holds `layout` where it is such.
};

/// Errors (kUsage, E_SPEC) name the nearest container or target, or the layouts that there are.
Result<OutputSpec> parse_output_spec(const std::string& text);

struct SplitShare {
  std::string name;  ///< train, validation or test.
  double share = 0;
};

/// "train=0.9,validation=0.05,test=0.05"; shares must add up to 1.
Result<std::vector<SplitShare>> parse_split(const std::string& text);

/// How many bad records are allowed: a count, or a share of the records read.
struct MaxBad {
  std::optional<std::uint64_t> count;
  std::optional<double> share;
};

/// "core", "all", or ids with commas: the core checks and those. E_CHECK names the nearest id.
Result<std::vector<const checks::CheckEntry*>> parse_checks(const std::string& text);

/// The checks of whole sets among the same, but for the one that judges each pair of a run.
std::vector<const checks::SetCheckEntry*> set_checks_of(std::string_view text);

/// "1%", "0.1%" or "25".
Result<MaxBad> parse_max_bad(const std::string& text);

/// Everything that decides the bytes of an export; two runs with equal recipes over equal inputs
/// write equal bytes.
struct Recipe {
  std::vector<OutputSpec> outputs;
  std::vector<const checks::CheckEntry*> checks;  ///< By id; the core ones are always among them.
  std::vector<const checks::FixEntry*> fixes;     ///< In the order in which they run.
  std::string where;
  std::vector<std::pair<std::string, double>> min_scores;
  PackList packs;  ///< Pairs that hold an item of these are left out.
  DedupRules dedup;
  GateRules gates;
  BudgetRules budgets;
  std::shared_ptr<const OverrideSet> overrides;  ///< nullptr: nobody decided anything.
  bool scores = false;                           ///< Work our own scores out for every pair.
  scores::OwnPoints points;         ///< In place of the cards' points, where scores are worked out.
  bool scores_in_metadata = false;  ///< Write them into the metadata of exported rows.
  std::optional<std::uint64_t> sample;
  std::optional<std::uint64_t> limit;
  std::uint64_t seed = 0;
  std::vector<SplitShare> split;  ///< Empty: all is train.
  SplitBy split_by = SplitBy::kPair;
  std::optional<GroupBy> stratify;  ///< Each of these is shared out as the whole is.
  std::uint64_t shard_bytes = std::uint64_t{64} << 20U;
  MaxBad max_bad;
  TokenRules tokens;
  std::string licence;                 ///< Of the whole set, for its card; empty: as metadata say.
  std::vector<std::string> languages;  ///< The same.
  std::string mapping_text;            ///< TOML; empty: layouts are recognised.
  std::uint64_t max_record_bytes = std::uint64_t{16} << 20U;
  bool proof = true;                    ///< Files are read back, and the manifest says so.
  std::uint64_t block_records = 65536;  ///< The unit of resume ends at this many records ...
  std::uint64_t block_bytes = std::uint64_t{32} << 20U;  ///< ... or this many input bytes.
};

/// Are pairs kept together in a split?
inline bool splits_groups(const Recipe& recipe) {
  return recipe.split.size() > 1 && recipe.split_by != SplitBy::kPair;
}

/// Does pass one take fingerprints?
inline bool needs_prints(const Recipe& recipe) {
  return recipe.dedup.is_asked() || splits_groups(recipe);
}

/// Texts and names are kept where likeness is asked for, not equality alone.
inline dedup::Fingerprinter::Detail print_detail(const Recipe& recipe) {
  using Detail = dedup::Fingerprinter::Detail;
  if (recipe.dedup.has("same_template")) return Detail::kAll;
  const bool by_likeness = recipe.dedup.has("near") || recipe.dedup.has("semantic") ||
                           (splits_groups(recipe) && recipe.split_by == SplitBy::kCluster);
  return by_likeness ? Detail::kTexts : Detail::kKeys;
}

/// The recipe as it stands in plan and manifest: equal recipes give equal documents.
json::Dom recipe_dom(const Recipe& recipe);

/// {"W_TRUNCATED no_terminal": 9}
json::Dom own_points_dom(const scores::OwnPoints& points);

/// What decides only how fast the bytes come, and how safe they are on the way.
struct Effort {
  unsigned threads = 0;           ///< 0: all cores.
  std::size_t batch_records = 0;  ///< 0: by bytes.
  std::uint64_t memory_bytes = std::uint64_t{1} << 30U;
  bool durable = true;
};

}  // namespace bmo::pipeline
