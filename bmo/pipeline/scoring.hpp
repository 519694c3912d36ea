// Works out bmo's own scores of the pairs of a batch, as filters, gates, ledger and metadata name
// them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bmo/facts/facts.hpp"
#include "bmo/model/columns.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/scores/scores.hpp"

namespace bmo::pipeline {

/// Names that open so are those of our own scores; scores given with the data keep theirs.
inline constexpr std::string_view kOwnPrefix = "bmo_";
/// The codes of a pair's findings, as a filter names them.
inline constexpr std::string_view kFindingsColumn = "bmo_findings";

/// "bmo_soundness" and so on, in the order of scores::all().
const std::vector<std::string>& own_score_names();

/// The index of that score in `own_score_names`; nullopt where it is none of them.
std::optional<std::size_t> own_score_index(std::string_view name);

/// Does an expression or a list of thresholds name anything of ours?
bool names_own_scores(const Recipe& recipe);

/// The columns that a filter finds beside the canonical ones where a run scores: every score (null:
/// not evaluated) and the codes of the findings.
Schema own_columns_schema();

/// Scores for one thread.
class Scorer {
 public:
  explicit Scorer(const Recipe& recipe) : checked_(checks::components_of(recipe.checks)) {}

  /// Fills `item.scores`; the checks have run, and `facts` are theirs. `coherence_judged` are the
  /// rows whose coherence could be judged.
  void score(Item& item, const facts::Facts& facts,
             const std::vector<std::uint32_t>& coherence_judged);

 private:
  scores::Components checked_;
  scores::Losses losses_;
};

/// Appends the columns of `own_columns_schema` for these rows of an item.
void append_own_columns(const Item& item, const std::vector<std::uint32_t>& rows, Columns& out);

/// Puts our scores among those that each exported pair's metadata holds. Those of our names that
/// came with the data are from an earlier run, and give way; all others stay as they were given.
void add_to_metadata(Item& item);

}  // namespace bmo::pipeline
