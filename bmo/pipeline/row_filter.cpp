// Lays a batch out as columns for the expression to judge.
#include "bmo/pipeline/row_filter.hpp"

#include <algorithm>

#include "bmo/pipeline/scoring.hpp"

namespace bmo::pipeline {
namespace {

const Field kNumTokens{.name = "num_tokens", .kind = ColumnKind::kInteger};

Result<std::unique_ptr<table::Filter>> make_filter(const PrepareContext& context,
                                                   const std::string& expression) {
  Schema schema = formats::canonical_schema();
  if (context.recipe.tokens.tokenizer) schema.push_back(kNumTokens);
  if (context.recipe.scores) std::ranges::copy(own_columns_schema(), std::back_inserter(schema));
  return table::make_filter(expression, schema, {"created_at"}, context.score_names);
}

Column tokens_column(const std::vector<std::uint32_t>& rows,
                     const std::vector<std::uint64_t>& num_tokens) {
  Column out;
  for (const std::uint32_t row : rows)
    out.integer.push_back(num_tokens.empty() ? 0 : static_cast<std::int64_t>(num_tokens[row]));
  return out;
}

}  // namespace

Status RowFilter::check(const PrepareContext& context, const std::string& expression) {
  if (expression.empty()) return ok();
  BMO_TRY(make_filter(context, expression));
  return ok();
}

Status RowFilter::apply(Item& item, const std::vector<std::uint64_t>& num_tokens) {
  if (!filter_) {
    BMO_TRY_AS(filter_, make_filter(context_, expression_));
  }
  Batch& batch = item.batch;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] == Fate::kExported) rows.push_back(row);
  }
  if (rows.empty()) return ok();
  columns_.columns.resize(num_canonical_);
  formats::write_canonical(batch, rows, context_.file_names, columns_);
  if (context_.recipe.tokens.tokenizer) columns_.columns.push_back(tokens_column(rows, num_tokens));
  if (context_.recipe.scores) append_own_columns(item, rows, columns_);
  std::vector<std::uint8_t> keep;
  BMO_TRY(filter_->evaluate(columns_, keep));
  std::vector<std::uint8_t> unknown;
  if (std::ranges::count(keep, 0) != 0) BMO_TRY(find_unknown(rows.size(), unknown));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (keep[i] != 0) continue;
    batch.fates[rows[i]] = Fate::kFiltered;
    item.reasons[rows[i]] = unknown[i] == 0 ? no_ : unknown_;
  }
  return ok();
}

/// Of which rows the filter says neither yes nor no.
Status RowFilter::find_unknown(std::size_t rows, std::vector<std::uint8_t>& out) {
  if (!context_.recipe.scores) {
    out.assign(rows, 0);
    return ok();
  }
  if (!is_null_) {
    BMO_TRY_AS(is_null_, make_filter(context_, "(" + expression_ + "\n) IS NULL"));
  }
  return is_null_->evaluate(columns_, out);
}

}  // namespace bmo::pipeline
