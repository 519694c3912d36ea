// Exports pairs to training files: checked, resumable, proven.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/app/dedup_answer.hpp"
#include "bmo/app/session.hpp"
#include "bmo/app/tokens.hpp"
#include "bmo/base/result.hpp"

namespace bmo::pipeline {
struct ExportedFile;
struct Tally;
}  // namespace bmo::pipeline

namespace bmo::app {

/// As typed: the app parses and judges the texts, so that every face gives the same errors.
struct ExportRequest {
  std::vector<std::string> sources;  ///< Files, folders, globs, or dataset:NAME.
  std::vector<std::string> to;       ///< CONTAINER[.gz|.zst][:LAYOUT] or TARGET[:LAYOUT] each.
  std::string out;
  std::string where;
  std::vector<std::string> min_scores;  ///< NAME=X
  std::vector<std::string> packs;       ///< Files of evaluation sets, see pack.hpp.
  std::vector<std::string> dedup;       ///< "exact", "near", "near=0.8", "semantic"; empty: none.
  std::string encoder;   ///< What "semantic" compares with; empty: the built-in table.
  std::string verifier;  ///< A better one for what is not sure; empty: none.
  std::string keep;      ///< SQL: of two duplicates the one with the higher number stays.
  std::optional<std::uint64_t> target_rows;
  std::uint64_t labels = 0;         ///< Show so many pairs of each method for a person to judge.
  bool compare_thresholds = false;  ///< Report what every threshold would remove.
  bool accept_loss = false;         ///< Go on where gates or near duplicates take too much.
  std::vector<std::string> gates;   ///< [TOPIC:]NAME=X
  std::string max_drop;  ///< The share of a group that gates may drop: "50%"; empty: that.
  std::vector<std::string> overrides;  ///< Logs of overrides, beside those of DIR and data sets.
  std::optional<std::uint64_t> top;
  std::string max_per;  ///< "topic=200", "category=200" or "source=200"; empty: any number.
  std::string by;       ///< The score that `top` and `max_per` rank by; empty: bmo_soundness.
  std::optional<std::uint64_t> sample;
  std::optional<std::uint64_t> limit;
  std::uint64_t seed = 0;
  std::string split;  ///< "train=0.9,validation=0.1"; empty: all is train.
  /// "pair", "cluster", "source" or "seed"; empty: cluster where duplicates are looked for.
  std::string split_by;
  std::string stratify;    ///< "topic", "category" or "source"; empty: splits are not stratified.
  std::string shard_size;  ///< "64MiB"; empty: the default.
  std::string block_size;  ///< Input that may be done twice after a crash; empty: 32 MiB.
  std::string max_bad;     ///< "1%" or "25"; empty: no limit.
  std::string checks;  ///< "core", "all", or ids with commas; core checks always run. Empty: all
                       ///< where our scores are asked for, else core.
  std::string points;  ///< A file with a table [points]; empty: the workspace's bmo.toml.
  bool scores_in_metadata = false;  ///< Write our scores into each row's metadata.
  std::string findings;    ///< A file for every finding: .jsonl, .sarif, .xml or .html; of a check.
  std::string label_file;  ///< Findings for a person to judge, of a check; empty: none.
  std::uint64_t labels_of_a_kind = 50;
  std::string fix;       ///< "safe", "all", or ids with commas; empty: pairs stay as they are.
  std::string metadata;  ///< "inline" or "sidecar"; empty: inline, or as the target has it.
  std::string licence;   ///< Of the set as a whole: "cc-by-4.0"; empty: as metadata say.
  std::vector<std::string> languages;  ///< "en", "pt-BR"; empty: as metadata say.
  std::string map;  ///< A mapping file, or the name of a preset; empty: recognised.
  TokenRequest tokens;
  std::string durability = "full";
  bool dry_run = false;
  bool restart = false;
  bool proof = true;
  unsigned threads = 0;
  std::size_t batch_size = 0;
  std::string memory;  ///< "1GiB"; empty: the default.
};

struct FileAnswer {
  std::string path;  ///< Below the output folder.
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::string sha256;
};

/// What a gate dropped, and a pair on either side of its border.
struct GateAnswer {
  std::string name;
  double least = 0;
  std::uint64_t judged = 0;
  std::uint64_t dropped = 0;
  std::uint64_t not_known = 0;  ///< Of the dropped: pairs that have no such score.
  struct Border {
    double score = 0;
    std::string id;
    std::string file;
    std::uint64_t record = 0;
    std::uint64_t line = 0;
  };
  std::vector<Border> passed;
  std::vector<Border> failed;
};

/// A source, a topic or the whole, and what gates dropped of it.
struct GroupAnswer {
  std::string group;
  std::uint64_t pairs = 0;
  std::uint64_t dropped = 0;
};

struct FindingCount {
  std::string code;
  std::string severity;
  std::uint64_t count = 0;
};

/// One finding with its place, as text a person can act on.
struct FindingExample {
  std::string code;
  std::string severity;
  std::string file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::uint64_t byte = 0;
  std::string field;
  std::string detail;     ///< The observation.
  std::string excerpt;    ///< At most 80 bytes of the record around the column, escaped.
  std::string command;    ///< What resolves findings of this code, of a check; or empty.
  std::size_t caret = 0;  ///< The character of `excerpt` that is meant, from 1; 0: not known.
};

/// One thing that a fix changed.
struct PairChange {
  std::string_view fix;
  std::string_view id;
  std::string_view file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;
  std::string_view field;
  std::string_view before;
  std::string_view after;
};

/// A split with the size that was asked for. They differ where a group that must stay whole leaves
/// no nearer size.
struct SplitAnswer {
  std::string name;
  std::uint64_t wanted = 0;
  std::uint64_t pairs = 0;
};

/// What a split by strata came to.
struct StrataAnswer {
  std::string by;            ///< "topic", "category" or "source".
  std::uint64_t parted = 0;  ///< Strata that were shared out each by itself.
  std::uint64_t joined = 0;  ///< Those too small for it, taken as one.
  double farthest = 0;       ///< A stratum's pairs in a split, beside its exact share.
};

/// How often a fix changed something.
struct FixCount {
  std::string id;
  std::string title;
  std::uint64_t count = 0;
};

/// Counts of records by fate; input = exported + filtered + duplicates + quarantined + held.
struct ExportAnswer {
  std::uint64_t records = 0;
  std::uint64_t exported = 0;
  std::uint64_t filtered = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t held = 0;
  std::vector<FileAnswer> files;
  std::vector<FindingCount> findings;
  std::vector<FindingExample> examples;  ///< The first few of each code.
  std::vector<FixCount> fixes;           ///< Those that changed something.
  std::vector<SplitAnswer> splits;       ///< Of the run that split; empty where it was done before.
  std::optional<StrataAnswer> strata;
  std::optional<DedupAnswer> dedup;  ///< Where duplicates were looked for.
  std::string wiped_out;          ///< Why nothing was published: what near duplicates would take.
  std::vector<GateAnswer> gates;  ///< In the order of their names.
  std::vector<GroupAnswer> breaches;  ///< Groups of which gates would drop more than they may.
  std::map<std::string, std::uint64_t> overrides;  ///< "keep" and "drop" -> pairs.
  std::string scores_json;  ///< Our own scores summed up, as a JSON document; empty: not scored.
  std::map<std::string, std::uint64_t> labels;    ///< Kinds of findings -> rows to judge.
  std::optional<TokensAnswer> tokens;             ///< Of a check with a tokenizer.
  std::vector<std::string> notes;                 ///< "pairs.jsonl: BOM skipped".
  std::map<std::string, std::uint64_t> reasons;   ///< "filtered where" -> records.
  std::map<std::string, std::uint64_t> not_held;  ///< "csv:alpaca: tool calls" -> pairs left out.
  std::string out;
  bool resumed = false;
  bool already_complete = false;
  bool dry_run = false;
  double seconds = 0;
  std::uint64_t peak_memory_bytes = 0;
  std::uint64_t input_bytes = 0;
};

Result<ExportAnswer> run_export(const ExportRequest& request, const Session& session);

/// The answer that a tally and a list of files stand for (used for exports read back, too).
ExportAnswer answer_of(const pipeline::Tally& tally,
                       const std::vector<pipeline::ExportedFile>& files);

/// The checks alone, nothing written: the same answer with no files. `on_change` is told what each
/// fix would change, in input order; it may be empty.
Result<ExportAnswer> run_check(const ExportRequest& request, const Session& session,
                               const std::function<void(const PairChange&)>& on_change = {});

/// What a run would remove as duplicates, nothing written but working files in the system's folder
/// for such: an answer with `dedup` alone.
Result<ExportAnswer> find_duplicates(const ExportRequest& request, const Session& session);

}  // namespace bmo::app
