// Names and fills the columns of bmo's own scores.
#include "bmo/pipeline/scoring.hpp"

#include <algorithm>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

std::vector<std::string> make_names() {
  std::vector<std::string> out;
  for (const scores::ScoreEntry* entry : scores::all())
    out.push_back(std::string(kOwnPrefix) + std::string(entry->card->id));
  return out;
}

bool is_own(std::string_view name) {
  return name.starts_with(kOwnPrefix);
}

/// The scores that were given, then ours.
void list_scores(const Item& item, std::size_t row, const Metadata* given,
                 std::vector<Score>& out) {
  out.clear();
  if (given != nullptr) {
    std::ranges::copy_if(given->scores, std::back_inserter(out),
                         [](const Score& score) { return !is_own(score.name); });
  }
  for (std::size_t s = 0; s < item.scores.size(); ++s) {
    if (!is_absent(item.scores[s][row])) out.push_back({own_score_names()[s], item.scores[s][row]});
  }
}

}  // namespace

const std::vector<std::string>& own_score_names() {
  static const std::vector<std::string> kNames = make_names();
  return kNames;
}

std::optional<std::size_t> own_score_index(std::string_view name) {
  const auto found = std::ranges::find(own_score_names(), name);
  if (found == own_score_names().end()) return std::nullopt;
  return static_cast<std::size_t>(found - own_score_names().begin());
}

bool names_own_scores(const Recipe& recipe) {
  if (lower_ascii(recipe.where).find(kOwnPrefix) != std::string::npos) return true;
  if (lower_ascii(recipe.gates.where).find(kOwnPrefix) != std::string::npos) return true;
  if (recipe.budgets.is_asked() && is_own(recipe.budgets.by)) return true;
  const bool gated = std::ranges::any_of(recipe.gates.scores,
                                         [](const ScoreGate& gate) { return is_own(gate.score); });
  return gated || std::ranges::any_of(recipe.min_scores,
                                      [](const auto& gate) { return is_own(gate.first); });
}

Schema own_columns_schema() {
  Schema out;
  for (const std::string& name : own_score_names())
    out.push_back({.name = name, .kind = ColumnKind::kReal});
  Field code{.name = "element", .kind = ColumnKind::kText};
  out.push_back(
      {.name = std::string(kFindingsColumn), .kind = ColumnKind::kList, .children = {code}});
  return out;
}

void Scorer::score(Item& item, const facts::Facts& facts,
                   const std::vector<std::uint32_t>& coherence_judged) {
  scores::add_up(item.batch, facts, checked_, losses_);
  for (const std::uint32_t row : coherence_judged) {
    scores::Components& evaluated = losses_.evaluated[row];
    evaluated = static_cast<scores::Components>(evaluated | scores::bit_of(Component::kCoherence));
  }
  const auto all = scores::all();
  item.scores.resize(all.size());
  for (std::size_t s = 0; s < all.size(); ++s)
    all[s]->fill(losses_, item.scores[s]);
}

void append_own_columns(const Item& item, const std::vector<std::uint32_t>& rows, Columns& out) {
  for (const std::vector<double>& score : item.scores) {
    Column column;
    for (const std::uint32_t row : rows)
      column.real.push_back(score[row]);
    out.columns.push_back(std::move(column));
  }
  Column codes;
  codes.children.resize(1);
  auto finding = item.batch.findings.begin();
  for (const std::uint32_t row : rows) {
    while (finding != item.batch.findings.end() && finding->row < row)
      ++finding;
    for (; finding != item.batch.findings.end() && finding->row == row; ++finding)
      codes.children[0].text.push_back(finding->code);
    codes.ends.push_back(static_cast<std::uint32_t>(codes.children[0].text.size()));
  }
  out.columns.push_back(std::move(codes));
}

void add_to_metadata(Item& item) {
  std::vector<Score> listed;
  Batch& batch = item.batch;
  item.own_metadata.clear();
  item.own_scores.clear();
  // Pairs point into both, so neither may move while it grows.
  item.own_metadata.reserve(batch.size());
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    const Metadata* given = batch.pairs[row].metadata;
    list_scores(item, row, given, listed);
    Metadata& own = item.own_metadata.emplace_back(given != nullptr ? *given : Metadata());
    item.own_scores.push_back(listed);
    own.scores = item.own_scores.back();
    batch.pairs[row].metadata = &own;
  }
}

}  // namespace bmo::pipeline
