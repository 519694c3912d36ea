// The order of work of one batch: read -> fix -> core checks -> where -> min-score ->
// decontaminate -> dedup -> sample -> limit -> split -> encode for every stream.
#include "bmo/pipeline/prepare.hpp"

#include <algorithm>
#include <numeric>

#include "bmo/base/base64.hpp"
#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/metrics/directions.hpp"
#include "bmo/pipeline/holding.hpp"
#include "bmo/pipeline/mended_reading.hpp"
#include "bmo/pipeline/row_filter.hpp"
#include "bmo/pipeline/scoring.hpp"
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

/// What `fill_duplicates` fills.
constexpr std::size_t kDuplicateColumns = 5;

class Preparer final : public Worker {
 public:
  explicit Preparer(const PrepareContext& context)
      : context_(context),
        reader_(context.mapping, context.recipe.fixes),
        thresholds_(thresholds_of(context.recipe.min_scores, context.recipe.gates)),
        holding_(context.recipe),
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
    if (context.streams == nullptr) return;
    for (const StreamPlan& stream : *context.streams) {
      encoders_.push_back(stream.card.container->make_encoder(stream.card.schema));
      hashers_.push_back(is_proven(context.recipe, stream)
                             ? std::make_unique<table::RowHasher>(
                                   stream.card.schema, stream.card.container->second->notation)
                             : nullptr);
      scratch_.push_back(make_columns(stream.card.schema));
    }
    columns_of_.resize(encoders_.size());
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
    if (context_.coherence != nullptr && context_.coherence->is_on()) {
      checks::FindingSink sink(batch, checks::Coherence::card());
      BMO_TRY_AS(coherence_judged_, context_.coherence->judge->inspect(batch, facts_, sink));
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
    return context_.streams == nullptr ? ok() : encode(item);
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

  Status encode(Item& item) {
    const std::vector<StreamPlan>& streams = *context_.streams;
    item.streams.resize(streams.size());
    choose_rows(item);
    for (std::size_t s = 0; s < streams.size(); ++s) {
      StreamRows& out = item.streams[s];
      if (out.rows.empty()) continue;
      find_alike(item, s);
      if (columns_of_[s] == s) {
        clear(scratch_[s]);
        BMO_TRY(fill(item, s, scratch_[s]));
      }
      hash(item, s);
      BMO_TRY(encoders_[s]->encode(scratch_[columns_of_[s]], alike_, out.encoded));
      BMO_CHECK(out.encoded.rows() == out.rows.size());
    }
    return ok();
  }

  /// Earlier data streams with the same rows in the same layout: their columns are this one's too,
  /// and what their encoders made may be taken over.
  void find_alike(const Item& item, std::size_t s) {
    const std::vector<StreamPlan>& streams = *context_.streams;
    const std::vector<OutputSpec>& outputs = context_.recipe.outputs;
    alike_.clear();
    columns_of_[s] = s;
    if (streams[s].kind != StreamKind::kData) return;
    for (std::size_t other = 0; other < s; ++other) {
      if (streams[other].kind != StreamKind::kData) continue;
      const OutputSpec& theirs = outputs[streams[other].output];
      const OutputSpec& ours = outputs[streams[s].output];
      const bool is_alike = theirs.layout == ours.layout && theirs.metadata == ours.metadata &&
                            spelling_of(theirs) == spelling_of(ours) &&
                            item.streams[other].rows == item.streams[s].rows;
      if (!is_alike) continue;
      columns_of_[s] = std::min(columns_of_[s], other);
      alike_.push_back(&item.streams[other].encoded);
    }
  }

  /// Before the rows are encoded; once for outputs whose columns and notation are the same.
  void hash(Item& item, std::size_t s) {
    if (!hashers_[s]) return;
    const auto notation = [this](std::size_t stream) {
      return (*context_.streams)[stream].card.container->second->notation;
    };
    std::vector<Hash128>& hashes = item.streams[s].encoded.hashes;
    for (std::size_t other = 0; other < s; ++other) {
      const bool same = hashers_[other] && columns_of_[other] == columns_of_[s] &&
                        notation(other) == notation(s) && !item.streams[other].rows.empty();
      if (!same) continue;
      hashes = item.streams[other].encoded.hashes;
      return;
    }
    hashers_[s]->hash(scratch_[columns_of_[s]], hashes);
  }

  std::size_t split_of(const Item& item, std::uint32_t row) const {
    if (context_.decisions == nullptr) return 0;
    return context_.decisions->split_of(keyed_record(item, row));
  }

  /// Which rows each stream gets.
  void choose_rows(Item& item) {
    Batch& batch = item.batch;
    const bool counted = tokens_ || estimates_tokens(context_.recipe);
    holding_.choose(item, counted ? std::span<const std::uint64_t>(num_tokens_)
                                  : std::span<const std::uint64_t>());
    splits_.assign(batch.size(), 0);
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] != Fate::kExported) continue;
      splits_[row] = static_cast<std::uint8_t>(split_of(item, row));
    }
    const std::vector<StreamPlan>& streams = *context_.streams;
    for (std::size_t s = 0; s < streams.size(); ++s) {
      for (std::uint32_t row = 0; row < batch.size(); ++row) {
        if (belongs(batch, streams[s], row)) item.streams[s].rows.push_back(row);
      }
    }
  }

  bool belongs(const Batch& batch, const StreamPlan& stream, std::uint32_t row) const {
    switch (stream.kind) {
      case StreamKind::kData:
      case StreamKind::kSidecar:
        return holding_.holds(row, stream.output) && splits_[row] == stream.split;
      case StreamKind::kLedger:
        return true;
      case StreamKind::kQuarantine:
        return batch.fates[row] == Fate::kQuarantined;
    }
    return false;
  }

  Status fill(Item& item, std::size_t s, Columns& out) {
    const StreamPlan& stream = (*context_.streams)[s];
    const std::vector<std::uint32_t>& rows = item.streams[s].rows;
    switch (stream.kind) {
      case StreamKind::kData:
        write_data(item.batch, context_.recipe.outputs[stream.output], rows, out);
        if (spelling_of(context_.recipe.outputs[stream.output]).time_fractions)
          formats::spell_times(stream.card.schema, out);
        break;
      case StreamKind::kSidecar:
        fill_sidecar(item.batch, rows, out);
        break;
      case StreamKind::kLedger:
        fill_ledger(item, out);
        return fill_duplicates(item.batch, out);
      case StreamKind::kQuarantine:
        fill_quarantine(item.batch, rows, out);
        break;
    }
    return ok();
  }

  static void write_data(const Batch& batch, const OutputSpec& spec,
                         const std::vector<std::uint32_t>& rows, Columns& out) {
    spec.layout->write(batch, rows, spec.metadata, out);
  }

  static void fill_sidecar(const Batch& batch, const std::vector<std::uint32_t>& rows,
                           Columns& out) {
    out.rows = rows.size();
    for (const std::uint32_t row : rows) {
      out.columns[0].text.push_back(batch.pairs[row].id);
      formats::append_metadata(batch.pairs[row], {}, out.columns[1], out.made);
    }
  }

  void fill_ledger(Item& item, Columns& out) {
    Batch& batch = item.batch;
    out.rows = batch.size();
    auto finding = batch.findings.begin();
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      const Record& record = batch.records[row];
      const bool is_pair = batch.fates[row] != Fate::kQuarantined;
      out.columns[0].integer.push_back(static_cast<std::int64_t>(record.number));
      out.columns[1].text.push_back(context_.file_names[record.file]);
      out.columns[2].integer.push_back(static_cast<std::int64_t>(record.line));
      out.columns[3].integer.push_back(static_cast<std::int64_t>(record.byte));
      out.columns[4].text.push_back(batch.pairs[row].id);
      out.columns[5].text.push_back(is_pair ? content_text(batch, row) : std::string_view());
      out.columns[6].text.push_back(fate_name(batch.fates[row]));
      out.columns[7].text.push_back(item.reasons[row]);
      out.columns[8].text.push_back(batch.fates[row] == Fate::kExported ? split_name(row)
                                                                        : std::string_view());
      for (; finding != batch.findings.end() && finding->row == row; ++finding) {
        append_finding(*finding, out.columns[9].children[0]);
      }
      out.columns[9].ends.push_back(
          static_cast<std::uint32_t>(out.columns[9].children[0].set.size()));
      for (std::size_t o = 0; o < context_.recipe.outputs.size(); ++o) {
        out.columns[10 + o].flag.push_back(holding_.holds(row, o) ? 1 : 0);
      }
      std::size_t at = 10 + context_.recipe.outputs.size();
      if (context_.recipe.dedup.is_asked()) at += kDuplicateColumns;
      for (const std::vector<double>& score : item.scores)
        out.columns[at++].real.push_back(score[row]);
      if (!item.overridden.empty()) out.columns[at].text.push_back(item.overridden[row]);
    }
    if (!context_.recipe.fixes.empty()) fill_changes(item, out.columns.back());
  }

  static void fill_changes(const Item& item, Column& out) {
    auto change = item.changes.begin();
    Column& element = out.children[0];
    for (std::uint32_t row = 0; row < item.batch.size(); ++row) {
      for (; change != item.changes.end() && change->row == row; ++change) {
        element.set.push_back(1);
        element.children[0].text.push_back(change->fix);
        element.children[1].text.push_back(change->field);
        element.children[2].text.push_back(change->before);
        element.children[3].text.push_back(change->after);
      }
      out.ends.push_back(static_cast<std::uint32_t>(element.set.size()));
    }
  }

  /// The columns behind those of the outputs, where duplicates were looked for.
  Status fill_duplicates(Batch& batch, Columns& out) {
    if (!context_.recipe.dedup.is_asked()) return ok();
    const std::span<Column> columns =
        std::span(out.columns).subspan(10 + context_.recipe.outputs.size());
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      const bool is_one = batch.fates[row] == Fate::kDuplicate;
      const Duplicate* duplicate = is_one ? duplicate_of(batch, row) : nullptr;
      Duplicates::Texts texts;
      if (duplicate != nullptr) {
        BMO_TRY_AS(texts, context_.duplicates->texts(*duplicate, batch.arena));
      }
      columns[0].text.push_back(duplicate == nullptr ? std::string_view() : duplicate->method());
      columns[1].integer.push_back(
          duplicate == nullptr ? 0 : static_cast<std::int64_t>(duplicate->kept_record));
      columns[2].text.push_back(texts.kept_id);
      columns[3].real.push_back(duplicate == nullptr ? kAbsent
                                                     : static_cast<double>(duplicate->similarity));
      columns[4].text.push_back(texts.difference);
    }
    return ok();
  }

  std::string_view split_name(std::uint32_t row) {
    if (split_names_.empty()) split_names_ = split_names(context_.recipe);
    return split_names_[splits_[row]];
  }

  /// The content hash in hex, or "" where the id is that already.
  static std::string_view content_text(Batch& batch, std::uint32_t row) {
    char hex[32];
    write_hex(batch.pairs[row].content, hex);
    const std::string_view text(hex, 32);
    return text == batch.pairs[row].id ? std::string_view() : batch.arena.keep(text);
  }

  static void append_finding(const Finding& finding, Column& out) {
    out.set.push_back(1);
    out.children[0].text.push_back(finding.code);
    out.children[1].text.push_back(severity_name(finding.severity));
    out.children[2].text.push_back(finding.field);
    out.children[3].integer.push_back(static_cast<std::int64_t>(finding.column));
    out.children[4].text.push_back(finding.detail);
    out.children[5].text.push_back(finding.fault);
    out.children[6].text.push_back(
        finding.component == Component::kNone ? "" : component_name(finding.component));
    out.children[7].integer.push_back(finding.points);
  }

  void fill_quarantine(Batch& batch, const std::vector<std::uint32_t>& rows, Columns& out) {
    out.rows = rows.size();
    auto finding = batch.findings.begin();
    for (const std::uint32_t row : rows) {
      const Record& record = batch.records[row];
      out.columns[0].text.push_back(context_.file_names[record.file]);
      out.columns[1].integer.push_back(static_cast<std::int64_t>(record.number));
      out.columns[2].integer.push_back(static_cast<std::int64_t>(record.line));
      out.columns[3].integer.push_back(static_cast<std::int64_t>(record.byte));
      while (finding != batch.findings.end() && finding->row < row)
        ++finding;
      for (; finding != batch.findings.end() && finding->row == row; ++finding) {
        out.columns[4].children[0].text.push_back(finding->code);
      }
      out.columns[4].ends.push_back(
          static_cast<std::uint32_t>(out.columns[4].children[0].text.size()));
      const bool is_text = find_invalid_utf8(record.raw) == std::string_view::npos;
      out.columns[5].text.push_back(is_text ? record.raw : std::string_view());
      out.columns[6].text.push_back(is_text ? std::string_view()
                                            : batch.arena.keep(to_base64(record.raw)));
    }
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
  std::vector<std::unique_ptr<formats::Encoder>> encoders_;
  std::vector<std::unique_ptr<table::RowHasher>> hashers_;  ///< nullptr: the stream has no proof.
  std::vector<Columns> scratch_;
  Holding holding_;
  ContaminationGate contamination_;
  std::vector<std::string> no_names_;
  std::optional<BudgetKeys> budget_keys_;
  PrintMaker prints_;
  std::unique_ptr<table::Ranking> ranking_;
  Columns canonical_ = make_columns(formats::canonical_schema());  ///< What `ranking_` reads.
  std::vector<double> ranks_;            ///< By row; empty: the default order.
  std::vector<std::size_t> columns_of_;  ///< By stream: whose scratch holds its columns.
  std::vector<const formats::EncodedRows*> alike_;
  std::vector<std::uint8_t> splits_;  ///< By row.
  std::vector<std::string> split_names_;
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
