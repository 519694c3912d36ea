// The order of work of one batch: read -> fix -> core checks -> where -> min-score ->
// decontaminate -> dedup -> sample -> limit -> split -> encode for every stream.
#include "bmo/pipeline/prepare.hpp"

#include <algorithm>
#include <numeric>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/metrics/directions.hpp"
#include "bmo/pipeline/mended_reading.hpp"
#include "bmo/pipeline/row_filter.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/pipeline/stream_encoder.hpp"
#include "bmo/table/ranking.hpp"

namespace bmo::pipeline {
namespace {

Result<std::unique_ptr<table::Ranking>> make_ranking(const PrepareContext& context) {
  return table::make_ranking(context.recipe.dedup.keep, formats::canonical_schema(), {"created_at"},
                             context.score_names);
}

/// Counting costs more than all else: it is done where something asks for it.
bool needs_tokens(const Recipe& recipe) {
  if (!recipe.tokens.tokenizer) return false;
  const bool has_targets = std::ranges::any_of(
      recipe.outputs, [](const OutputSpec& spec) { return spec.target != nullptr; });
  return recipe.tokens.most || recipe.tokens.sum_up || has_targets ||
         recipe.where.find("num_tokens") != std::string::npos;
}

/// Without a tokenizer the rates of a model family say about how many there are.
bool estimates_tokens(const Recipe& recipe) {
  return !recipe.tokens.tokenizer && recipe.tokens.family != nullptr;
}

class Preparer final : public Worker {
 public:
  explicit Preparer(const PrepareContext& context)
      : context_(context),
        reader_(context.mapping, context.recipe.fixes),
        thresholds_(thresholds_of(context.recipe.min_scores, context.recipe.gates)),
        contamination_(context.recipe.packs),
        prints_(context.detail.value_or(print_detail(context.recipe))) {
    if (!context.names_files) no_names_.resize(context.file_names.size());
    if (needs_tokens(context.recipe)) tokens_.emplace(context.recipe.tokens);
    if (context.recipe.scores) scorer_.emplace(context.recipe);
    if (context.recipe.budgets.is_asked())
      budget_keys_.emplace(context.recipe.budgets, context.recipe.seed);
    if (!context.recipe.where.empty())
      where_.emplace(context, context.recipe.where, "where", "where (not evaluated)");
    if (!context.recipe.gates.where.empty())
      gate_where_.emplace(context, context.recipe.gates.where, kGateWhere, kGateWhereUnknown);
    if (context.streams != nullptr)
      stream_encoder_.emplace(context.recipe, *context.streams, context.file_names,
                              context.decisions, context.duplicates);
  }

  Status prepare(Item& item) override {
    Batch& batch = item.batch;
    BMO_TRY(item.chunk->split(batch));
    BMO_CHECK(batch.records.size() == item.chunk->records());
    number(item);
    if (context_.only != nullptr) leave_unread(*context_.only, batch);
    reader_.read(batch, item.changes);
    checks::run(context_.recipe.checks, batch, facts_);
    coherence_judged_.clear();
    if (context_.judges != nullptr) {
      BMO_TRY_AS(coherence_judged_, context_.judges->inspect(batch, facts_));
    }
    if (!context_.recipe.points.empty()) scores::use_points(context_.recipe.points, batch);
    sort_findings(batch);
    if (scorer_) scorer_->score(item, facts_, coherence_judged_);
    BMO_TRY(gate(item));
    if (context_.profiles) {
      facts::compute(batch, facts_, facts::Need::kTexts);
      metrics::profile(batch, facts_, item.profiles);
      if (context_.encoder != nullptr)
        BMO_TRY(metrics::encode_instructions(batch, facts_, *context_.encoder, item.directions));
    }
    if (context_.recipe.scores_in_metadata) add_to_metadata(item);
    return stream_encoder_ ? stream_encoder_->encode(item, counted_tokens()) : ok();
  }

 private:
  static void number(Item& item) {
    std::uint64_t number = item.first_record;
    for (Record& record : item.batch.records) {
      record.file = item.input;
      record.number = number++;
      item.raw_hashes.push_back(hash128(record.raw, record.number));
    }
  }

  static void leave_unread(const std::vector<std::uint64_t>& only, Batch& batch) {
    if (batch.records.empty()) return;
    auto next = std::ranges::lower_bound(only, batch.records[0].number);
    for (std::size_t row = 0; row < batch.size(); ++row) {
      if (next != only.end() && *next == batch.records[row].number) {
        ++next;
        continue;
      }
      batch.fates[row] = Fate::kQuarantined;
      batch.records[row].json = {};
    }
  }

  /// Turns fates and reasons of pairs that a gate leaves out.
  Status gate(Item& item) {
    Batch& batch = item.batch;
    item.reasons.assign(batch.size(), {});
    item.keys.assign(batch.size(), 0);
    for (const Finding& finding : batch.findings) {
      if (finding.severity == Severity::kError && item.reasons[finding.row].empty()) {
        item.reasons[finding.row] = finding.code;
      }
    }
    if (tokens_) BMO_TRY(gate_tokens(item));
    if (context_.recipe.tokens.family != nullptr) judge_by_family(batch);
    if (estimates_tokens(context_.recipe)) estimate_tokens(batch);
    if (where_) BMO_TRY(where_->apply(item, num_tokens_));
    if (gate_where_ || !thresholds_.empty()) BMO_TRY(pass_gates(item));
    if (contamination_.judge(batch, item.reasons)) sort_findings(batch);
    if (context_.recipe.overrides) apply_overrides(item);
    if (budget_keys_) budget_keys_->make(item, item.budget_keys);
    if (context_.recipe.stratify) item.strata.assign(batch.size(), 0);
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] != Fate::kExported) continue;
      item.keys[row] = hash64(batch.pairs[row].id);
      if (context_.recipe.stratify)
        item.strata[row] = group_key(batch.pairs[row], *context_.recipe.stratify);
      const Duplicate* duplicate = duplicate_of(batch, row);
      if (duplicate != nullptr && !is_kept_by_hand(item, row)) {
        batch.fates[row] = Fate::kDuplicate;
        item.reasons[row] = dedup::edge_kind_name(duplicate->edge_kind());
        continue;
      }
      const std::string_view reason = left_out(item, row);
      if (!reason.empty()) leave_out(item, row, reason);
    }
    if (context_.streams == nullptr && needs_prints(context_.recipe)) {
      BMO_TRY(rank(item));
      prints_.make(item, context_.names_files ? context_.file_names : no_names_, ranks_);
    }
    return ok();
  }

  /// What `keep` says of each pair that may have duplicates.
  Status rank(const Item& item) {
    ranks_.clear();
    if (context_.recipe.dedup.keep.empty()) return ok();
    if (!ranking_) {
      BMO_TRY_AS(ranking_, make_ranking(context_));
    }
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < item.batch.size(); ++row) {
      if (item.batch.fates[row] == Fate::kExported) rows.push_back(row);
    }
    ranks_.assign(item.batch.size(), kAbsent);
    if (rows.empty()) return ok();
    formats::write_canonical(item.batch, rows, context_.file_names, canonical_);
    std::vector<double> values;
    BMO_TRY(ranking_->evaluate(canonical_, values));
    for (std::size_t i = 0; i < rows.size(); ++i)
      ranks_[rows[i]] = values[i];
    return ok();
  }

  static void sort_findings(Batch& batch) {
    std::stable_sort(batch.findings.begin(), batch.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.row < b.row; });
  }

  const Duplicate* duplicate_of(const Batch& batch, std::uint32_t row) const {
    if (context_.duplicates == nullptr) return nullptr;
    return context_.duplicates->find(batch.records[row].number);
  }

  Status pass_gates(Item& item) {
    Batch& batch = item.batch;
    item.gated.assign(batch.size(), kNotGated);
    item.thresholds = &thresholds_;
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kExported) item.gated[row] = kPassed;
    }
    if (gate_where_) BMO_TRY(gate_where_->apply(item, num_tokens_));
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kExported) {
        const std::string_view reason = dropped_by(item, row, thresholds_);
        if (!reason.empty()) leave_out(item, row, reason);
      }
      if (item.gated[row] == kPassed && batch.fates[row] != Fate::kExported)
        item.gated[row] = kDropped;
    }
    return ok();
  }

  /// What people decided stands above filters and gates; it mends no broken record.
  void apply_overrides(Item& item) const {
    Batch& batch = item.batch;
    item.overridden.assign(batch.size(), {});
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kQuarantined) continue;
      const Override* decided = context_.recipe.overrides->find(batch.pairs[row]);
      if (decided == nullptr) continue;
      item.overridden[row] = decided->note;
      if (!decided->keep) {
        leave_out(item, row, kOverrideReason);
        continue;
      }
      batch.fates[row] = Fate::kExported;
      item.reasons[row] = {};
      if (!item.gated.empty()) item.gated[row] = kPassed;
    }
  }

  /// Not dropped for its score, nor for saying what another pair says.
  static bool is_kept_by_hand(const Item& item, std::uint32_t row) {
    return !item.overridden.empty() && !item.overridden[row].empty();
  }

  static void leave_out(Item& item, std::uint32_t row, std::string_view reason) {
    item.batch.fates[row] = Fate::kFiltered;
    item.reasons[row] = reason;
  }

  std::string_view left_out(const Item& item, std::uint32_t row) const {
    if (context_.decisions == nullptr) return {};
    const KeyedRecord record = keyed_record(item, row);
    const std::string_view over_budget = context_.decisions->over_budget(record);
    if (!over_budget.empty() && !is_kept_by_hand(item, row)) return over_budget;
    if (!context_.decisions->in_sample(record)) return "sample";
    if (!context_.decisions->in_limit(record)) return "limit";
    return {};
  }

  /// What the template of a model family would do to pairs, as far as its card tells.
  void judge_by_family(Batch& batch) const {
    const chat::FamilyCard& family = *context_.recipe.tokens.family;
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] != Fate::kExported) continue;
      for (const std::string_view problem :
           chat::family_problems(family, batch.pairs[row].messages)) {
        batch.findings.push_back(
            {.code = "W_FAMILY",
             .severity = Severity::kWarning,
             .row = row,
             .detail = std::string(family.title) + ": " + std::string(problem)});
      }
    }
    sort_findings(batch);
  }

  void estimate_tokens(const Batch& batch) {
    num_tokens_.assign(batch.size(), 0);
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] != Fate::kExported) continue;
      const double tokens =
          chat::estimate_tokens(*context_.recipe.tokens.family, batch.pairs[row].messages);
      num_tokens_[row] = static_cast<std::uint64_t>(tokens + 0.5);
    }
  }

  /// By row; empty where nothing asked for them.
  std::span<const std::uint64_t> counted_tokens() const {
    const bool counted = tokens_ || estimates_tokens(context_.recipe);
    return counted ? std::span<const std::uint64_t>(num_tokens_) : std::span<const std::uint64_t>();
  }

  Status gate_tokens(Item& item) {
    if (context_.recipe.tokens.sum_up) item.seen.emplace(context_.recipe.tokens.cutoff);
    BMO_TRY(tokens_->count(item.batch, num_tokens_, item.seen ? &*item.seen : nullptr));
    for (std::uint32_t row = 0; row < item.batch.size(); ++row) {
      if (item.batch.fates[row] != Fate::kExported) continue;
      const std::string_view reason = tokens_->left_out(num_tokens_[row]);
      if (!reason.empty()) leave_out(item, row, reason);
    }
    return ok();
  }

  const PrepareContext& context_;
  MendedReader reader_;
  facts::Facts facts_;
  std::optional<RowFilter> where_;
  std::optional<RowFilter> gate_where_;
  std::optional<Scorer> scorer_;
  std::vector<std::uint32_t> coherence_judged_;  ///< Rows.
  std::vector<Threshold> thresholds_;
  std::optional<TokenCounter> tokens_;
  std::vector<std::uint64_t> num_tokens_;  ///< By row of the batch.
  std::optional<StreamEncoder> stream_encoder_;
  ContaminationGate contamination_;
  std::vector<std::string> no_names_;
  std::optional<BudgetKeys> budget_keys_;
  PrintMaker prints_;
  std::unique_ptr<table::Ranking> ranking_;
  Columns canonical_ = make_columns(formats::canonical_schema());  ///< What `ranking_` reads.
  std::vector<double> ranks_;  ///< By row; empty: the default order.
};

}  // namespace

Status check_filter(const PrepareContext& context) {
  if (!context.recipe.dedup.keep.empty()) BMO_TRY(make_ranking(context));
  BMO_TRY(RowFilter::check(context, context.recipe.where));
  return RowFilter::check(context, context.recipe.gates.where);
}

std::unique_ptr<Worker> make_preparer(const PrepareContext& context) {
  return std::make_unique<Preparer>(context);
}

}  // namespace bmo::pipeline
