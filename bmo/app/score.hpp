// Scores every pair of some sources: how the scores are spread, what lost points, which are worst,
// and whether judges agree.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/export.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct ScoreAnswer {
  /// One score over all pairs, in per cent of the highest possible.
  struct Spread {
    std::string name;
    std::uint64_t evaluated = 0;
    std::uint64_t not_evaluated = 0;
    double mean = 0;
    unsigned p5 = 0;
    unsigned p25 = 0;
    unsigned p50 = 0;
    unsigned p75 = 0;
    std::uint64_t below_85 = 0;
    std::uint64_t below_70 = 0;
    std::vector<std::uint64_t> tenths;  ///< Pairs of 0 to 9, 10 to 19, ... 90 to 99, and 100.
  };
  /// What one kind of finding cost, before a component's cap.
  struct Loss {
    std::string what;  ///< "W_TRUNCATED open_fence"
    std::uint64_t pairs = 0;
    std::uint64_t points = 0;
    std::string first_file;
    std::uint64_t first_record = 0;
    std::uint64_t first_line = 0;
  };
  struct LostPoints {
    int points = 0;
    std::string text;
  };
  struct Worst {
    double soundness = 0;
    std::string id;
    std::string file;
    std::uint64_t record = 0;
    std::uint64_t line = 0;
    std::vector<LostPoints> lost;
  };
  /// How a score given with the data ranks the pairs, beside ours.
  struct Judge {
    std::string name;
    std::uint64_t pairs = 0;      ///< That have both.
    std::uint64_t compared = 0;   ///< Of these, a sample where there are very many.
    double rank_correlation = 0;  ///< Spearman's, ties at their mean rank; NaN: one is constant.
    double low = 0;               ///< 95 % interval of it.
    double high = 0;
  };

  std::vector<Spread> scores;  ///< Soundness first.
  std::vector<Loss> losses;    ///< Dearest first.
  std::vector<Worst> worst;    ///< Lowest first, at most ten.
  std::vector<Judge> judges;   ///< By name.
  ExportAnswer run;            ///< Counts, findings and notes of the run.
};

/// Runs all checks over the sources and writes nothing.
Result<ScoreAnswer> run_score(const ExportRequest& request, const Session& session);

}  // namespace bmo::app
