// Two walks along the ledger, one along the sources.
#include "bmo/app/duplicate_check.hpp"

#include <algorithm>
#include <map>

#include "bmo/app/ledger.hpp"
#include "bmo/app/reread.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/dedup/match_check.hpp"
#include "bmo/pipeline/dedup_rules.hpp"

namespace bmo::app {
namespace {

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

double real_in(json::Value row, std::string_view field) {
  const json::Value value = row.find(field);
  return value && value.kind() == json::Kind::kNumber ? value.real() : 0;
}

class Checking {
 public:
  Checking(const std::string& directory, const json::Dom& manifest, const Session& session)
      : directory_(directory), manifest_(manifest), session_(session) {}

  Result<DuplicateCheck> run() {
    BMO_TRY(walk_ledger(directory_, session_.disk,
                        [this](json::Value row, Arena& arena) { take_claim(row, arena); }));
    out_.claims = claims_.size();
    std::ranges::sort(claims_, {}, &Claim::kept_record);
    BMO_TRY(walk_ledger(directory_, session_.disk,
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
    claims_.push_back({.record = number_in(row, "record"),
                       .kept_record = number_in(row, "kept_record"),
                       .kept_id = hash64(text_in(row, "kept_id", arena)),
                       .similarity = real_in(row, "similarity"),
                       .kind = kind_of(text_in(row, "reason", arena))});
  }

  void judge_survivor(json::Value row, Arena& arena) {
    const std::uint64_t record = number_in(row, "record");
    const auto claims = std::ranges::equal_range(claims_, record, {}, &Claim::kept_record);
    if (claims.empty()) return;
    const std::string fate = text_in(row, "fate", arena);
    const bool left_out_later =
        fate == "filtered" &&
        (text_in(row, "reason", arena).starts_with("W_") ||
         std::ranges::find(kLaterGates, text_in(row, "reason", arena)) != std::end(kLaterGates));
    const std::uint64_t id = hash64(text_in(row, "id", arena));
    for (Claim& claim : claims) {
      claim.is_answered = true;
      if (fate != "exported" && !left_out_later) fault(claim, "which is " + fate);
      if (id != claim.kept_id) fault(claim, "which has another id than the ledger says");
    }
  }

  Status recompute() {
    const json::Dom& recipe = manifest_.at("recipe");
    auto inputs = sources_as_found(directory_, manifest_, session_);
    if (!inputs || inputs->empty()) {
      out_.note = "the sources are not as the run found them, so matches were not recomputed";
      return ok();
    }
    choose_claims();
    BMO_TRY(reread(*inputs, recipe, session_.disk,
                   [this](const Batch& batch, const auto&) { take_pairs(batch); }));
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
