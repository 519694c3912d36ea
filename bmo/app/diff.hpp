// Says what became of the pairs of one set in another: same, edited, moved, new, gone.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/diff_match.hpp"
#include "bmo/app/figure_changes.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct DiffRequest {
  std::string before;  ///< A file, a folder, an export or dataset:NAME@VERSION.
  std::string after;
  std::string map;
  std::string where;                  ///< Only pairs for which this is true, on both sides.
  std::vector<std::string> chapters;  ///< Whose figures are compared; empty: none.
  std::string config;
  std::vector<std::string> fail_if;  ///< Kinds ("edited"), or limits of figures ("mtld<-5").
  std::size_t samples = 3;           ///< Shown of each kind but `same`.
  unsigned threads = 0;
  std::size_t batch_size = 0;
};

struct DiffText {
  std::string question;
  std::string answer;
};

struct DiffSample {
  DiffKind kind = DiffKind::kSame;
  std::string tie;                ///< By what the two were found: "id", "question", ...
  std::string id;                 ///< Of the pair after; of a gone one, before.
  std::uint64_t before_pair = 0;  ///< Its number among the pairs, from 1; 0: it is not there.
  std::uint64_t after_pair = 0;
  DiffText before;
  DiffText after;
};

struct DiffAnswer {
  std::uint64_t pairs_before = 0;
  std::uint64_t pairs_after = 0;
  std::array<std::uint64_t, kNumDiffKinds> counts{};  ///< By DiffKind.
  std::array<std::uint64_t, 6> ties{};                ///< Edited pairs by DiffTie.
  std::vector<DiffSample> samples;                    ///< By kind, then in order.
  std::vector<FigureChange> figures;
  std::vector<std::string> failed;  ///< Conditions of `fail_if` that are met.
  std::vector<std::string> notes;
  double seconds = 0;
};

/// About 100 bytes of memory for each pair of both sides, and 650 for each of the at most 200,000
/// that are compared by likeness. Errors: those of reading, E_LIMIT, E_DATASET.
Result<DiffAnswer> run_diff(const DiffRequest& request, const Session& session);

/// One document with a final newline.
std::string to_json(const DiffAnswer& answer);

}  // namespace bmo::app
