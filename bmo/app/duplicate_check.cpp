// Two walks along the ledger, one along the sources.
#include "bmo/app/duplicate_check.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "bmo/base/hash.hpp"
#include "bmo/dedup/match_check.hpp"
#include "bmo/json/json.hpp"
#include "bmo/pipeline/dedup_rules.hpp"
#include "bmo/pipeline/plan.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/table/table.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kRowsAtOnce = 4096;
constexpr std::size_t kMostFaults = 20;
constexpr std::size_t kMostRecomputed = 200'000;
/// What a pair may have been left out for behind the search for duplicates.
constexpr std::string_view kLaterGates[] = {"sample", "limit"};

/// What the ledger says of a pair that went.
struct Claim {
  std::uint64_t record = 0;
  std::uint64_t kept_record = 0;
  std::uint64_t kept_id = 0;  ///< Hash.
  double similarity = 0;
  dedup::EdgeKind kind = dedup::EdgeKind::kCopy;
  bool is_answered = false;  ///< Its survivor was seen.
};

dedup::EdgeKind kind_of(std::string_view name) {
  for (std::size_t i = 0; i < dedup::kNumEdgeKinds; ++i) {
    const auto kind = static_cast<dedup::EdgeKind>(i);
    if (dedup::edge_kind_name(kind) == name) return kind;
  }
  return dedup::EdgeKind::kConflict;  // Never removes: its claim is contradicted.
}

std::string_view text_in(json::Value row, std::string_view field, Arena& arena) {
  const json::Value value = row.find(field);
  return value && value.is_string() ? value.text(arena) : std::string_view();
}

double number_in(json::Value row, std::string_view field) {
  const json::Value value = row.find(field);
  return value && value.kind() == json::Kind::kNumber ? value.real() : 0;
}

using Visit = std::function<void(json::Value, Arena&)>;

Status walk_ledger(const std::string& path, io::Disk& disk, const Visit& visit) {
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kRead));
  BMO_TRY_AS(const std::unique_ptr<table::Reader> ledger,
             table::open_reader(std::move(file), table::FileKind::kParquet, 0));
  json::Document document;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<table::RowGroup> rows, ledger->next(kRowsAtOnce));
    if (!rows) return ok();
    std::string text;
    std::vector<std::size_t> ends;
    BMO_TRY(rows->to_json(text, ends, [](auto&&...) {}));
    Arena arena;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      json::Fault fault;
      if (document.parse(std::string_view(text).substr(begin, end - begin), arena, fault)) {
        visit(document.root(), arena);
      }
      begin = end;
    }
  }
}

class Checking {
 public:
  Checking(const std::string& directory, const json::Dom& manifest, const Session& session)
      : directory_(directory), manifest_(manifest), session_(session) {}

  Result<DuplicateCheck> run() {
    const std::string ledger = io::join(directory_, pipeline::own_path("ledger.parquet"));
    BMO_TRY(walk_ledger(ledger, session_.disk,
                        [this](json::Value row, Arena& arena) { take_claim(row, arena); }));
    out_.claims = claims_.size();
    std::ranges::sort(claims_, {}, &Claim::kept_record);
    BMO_TRY(walk_ledger(ledger, session_.disk,
                        [this](json::Value row, Arena& arena) { judge_survivor(row, arena); }));
    for (const Claim& claim : claims_) {
      if (!claim.is_answered) fault(claim, "which is not in the ledger");
    }
    if (!claims_.empty()) BMO_TRY(recompute());
    return std::move(out_);
  }

 private:
  void fault(const Claim& claim, const std::string& what) {
    if (out_.faults.size() == kMostFaults) return;
    out_.faults.push_back("record " + std::to_string(claim.record) + " went for record " +
                          std::to_string(claim.kept_record) + ", " + what);
  }

  void take_claim(json::Value row, Arena& arena) {
    if (text_in(row, "fate", arena) != "duplicate") return;
    claims_.push_back({.record = static_cast<std::uint64_t>(number_in(row, "record")),
                       .kept_record = static_cast<std::uint64_t>(number_in(row, "kept_record")),
                       .kept_id = hash64(text_in(row, "kept_id", arena)),
                       .similarity = number_in(row, "similarity"),
                       .kind = kind_of(text_in(row, "reason", arena))});
  }

  void judge_survivor(json::Value row, Arena& arena) {
    const auto record = static_cast<std::uint64_t>(number_in(row, "record"));
    const auto claims = std::ranges::equal_range(claims_, record, {}, &Claim::kept_record);
    if (claims.empty()) return;
    const std::string_view fate = text_in(row, "fate", arena);
    const bool left_out_later =
        fate == "filtered" &&
        (text_in(row, "reason", arena).starts_with("W_") ||
         std::ranges::find(kLaterGates, text_in(row, "reason", arena)) != std::end(kLaterGates));
    const std::uint64_t id = hash64(text_in(row, "id", arena));
    for (Claim& claim : claims) {
      claim.is_answered = true;
      if (fate != "exported" && !left_out_later) fault(claim, "which is " + std::string(fate));
      if (id != claim.kept_id) fault(claim, "which has another id than the ledger says");
    }
  }

  /// The sources as the run found them; empty where they are not there any more.
  Result<std::vector<pipeline::OpenedInput>> find_sources() {
    std::vector<pipeline::OpenedInput> none;
    const std::string told = io::join(directory_, pipeline::own_path("run.json"));
    if (!session_.disk.exists(told)) return none;
    BMO_TRY_AS(const std::string text, io::read_file(session_.disk, told));
    const auto run = json::parse_dom(text);
    if (!run || !run->is_object()) return none;
    const std::string folder = run->value("folder", std::string());
    BMO_TRY_AS(const pipeline::Plan plan, pipeline::plan_of(manifest_));
    std::vector<std::string> paths;
    for (const pipeline::Fingerprint& print : plan.inputs) {
      paths.push_back(folder + print.name);
      if (folder.empty() || !session_.disk.exists(paths.back())) return none;
    }
    BMO_TRY_AS(std::vector<pipeline::OpenedInput> inputs,
               pipeline::open_inputs(session_.disk, paths));
    BMO_TRY_AS(const pipeline::Plan now, pipeline::make_plan(session_.disk, {}, inputs));
    for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
      const bool is_same = now.inputs.size() == plan.inputs.size() &&
                           now.inputs[i].bytes == plan.inputs[i].bytes &&
                           now.inputs[i].edges == plan.inputs[i].edges;
      if (!is_same) return none;
    }
    return inputs;
  }

  Status recompute() {
    const json::Dom& recipe = manifest_.at("recipe");
    if (recipe.contains("fix")) {
      out_.note = "pairs were mended on the way, so their matches were not recomputed";
      return ok();
    }
    auto inputs = find_sources();
    if (!inputs || inputs->empty()) {
      out_.note = "the sources are not as the run found them, so matches were not recomputed";
      return ok();
    }
    choose_claims();
    BMO_TRY(read_pairs(*inputs, recipe.value("mapping", std::string())));
    BMO_TRY_AS(const pipeline::Meaning meaning, meaning_of(recipe));
    for (const Claim& claim : claims_) {
      BMO_TRY_AS(const std::string what, contradict(claim, threshold_of(recipe), meaning));
      if (!what.empty()) fault(claim, "but " + what);
      ++out_.recomputed;
    }
    return ok();
  }

  /// With the encoder of the run, where a claim of meaning needs one.
  Result<pipeline::Meaning> meaning_of(const json::Dom& recipe) const {
    pipeline::DedupRules rules;
    const json::Dom told = recipe.value("dedup", json::Dom::object());
    const bool is_asked = std::ranges::any_of(
        claims_, [](const Claim& claim) { return claim.kind == dedup::EdgeKind::kSemantic; });
    if (is_asked) rules.methods.push_back(dedup::find_method("semantic"));
    rules.encoder = told.value("encoder", rules.encoder);
    rules.verifier = told.value("verifier", rules.verifier);
    rules.semantic_threshold = told.value("semantic_threshold", 0.0);
    return pipeline::open_meaning(rules, session_.disk);
  }

  Result<std::string> contradict(const Claim& claim, double threshold,
                                 const pipeline::Meaning& meaning) {
    const dedup::PlainPair& gone = pairs_[claim.record];
    const dedup::PlainPair& kept = pairs_[claim.kept_record];
    if (claim.kind == dedup::EdgeKind::kSemantic) {
      return dedup::contradict_meaning(
          gone, kept,
          {.kind = claim.kind, .similarity = claim.similarity, .threshold = meaning.threshold},
          meaning.options);
    }
    return dedup::contradict_match(
        gone, kept, {.kind = claim.kind, .similarity = claim.similarity, .threshold = threshold});
  }

  static double threshold_of(const json::Dom& recipe) {
    const json::Dom rules = recipe.value("dedup", json::Dom::object());
    // With a number of rows to leave, the threshold is a result and not part of the recipe.
    return rules.contains("target_rows") ? 0 : rules.value("threshold", 0.0);
  }

  /// Those that are recomputed, chosen by hash.
  void choose_claims() {
    if (claims_.size() > kMostRecomputed) {
      std::ranges::sort(claims_, {}, [](const Claim& claim) {
        return hash64({reinterpret_cast<const char*>(&claim.record), sizeof(claim.record)});
      });
      claims_.resize(kMostRecomputed);
    }
    for (const Claim& claim : claims_) {
      pairs_.try_emplace(claim.record);
      pairs_.try_emplace(claim.kept_record);
    }
  }

  Status read_pairs(const std::vector<pipeline::OpenedInput>& inputs, const std::string& mapping) {
    formats::Mapping parsed;
    if (!mapping.empty()) {
      BMO_TRY_AS(parsed, formats::parse_mapping(mapping, "the mapping"));
    }
    formats::RecordReader reader(mapping.empty() ? nullptr : &parsed);
    std::uint64_t number = 0;
    for (const pipeline::OpenedInput& input : inputs) {
      BMO_TRY_AS(const auto source, input.container->open(session_.disk, input.input,
                                                          {.mapped = !mapping.empty()}, {}));
      while (true) {
        BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, source->next());
        if (!chunk) break;
        Batch batch;
        BMO_TRY(chunk->split(batch));
        for (Record& record : batch.records)
          record.number = ++number;
        reader.read(batch);
        take_pairs(batch);
      }
    }
    return ok();
  }

  void take_pairs(const Batch& batch) {
    for (std::size_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kQuarantined) continue;
      const auto wanted = pairs_.find(batch.records[row].number);
      if (wanted != pairs_.end()) wanted->second = dedup::plain_pair(batch.pairs[row]);
    }
  }

  const std::string& directory_;
  const json::Dom& manifest_;
  const Session& session_;
  std::vector<Claim> claims_;
  std::map<std::uint64_t, dedup::PlainPair> pairs_;
  DuplicateCheck out_;
};

}  // namespace

Result<DuplicateCheck> check_duplicates(const std::string& directory, const json::Dom& manifest,
                                        const Session& session) {
  return Checking(directory, manifest, session).run();
}

}  // namespace bmo::app
