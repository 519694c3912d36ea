// What findings take from a score: the cards' points, a user's, and those that answers suggest.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/scores/kit/own_points.hpp"

namespace bmo::app {

/// The card's points of a kind of finding ("W_TRUNCATED no_terminal"); nothing where no check knows
/// it or it takes none.
std::optional<std::uint8_t> card_points(std::string_view what);

/// The table [points] of the file named; where none is, that of the bmo.toml of the workspace
/// around the working directory; empty where there is none. E_CONFIG where it names an unknown
/// kind.
Result<scores::OwnPoints> own_points(io::Disk& disk, const std::string& named);

/// "scored with own points: W_STUB 21 (card 30)"; empty without any.
std::string own_points_note(const scores::OwnPoints& own);

/// How many answers of a kind say what.
struct KindAnswers {
  std::uint64_t right = 0;
  std::uint64_t answered = 0;
};

/// What the answers about one kind of finding come to.
struct KindCalibration {
  std::string what;
  std::uint64_t answered = 0;
  std::uint64_t right = 0;
  double precision = 0;  ///< right / answered.
  double low = 0;        ///< Exact interval of 95 % (Clopper and Pearson).
  double high = 1;
  std::uint8_t card = 0;      ///< The card's points ...
  std::uint8_t points = 0;    ///< ... and those that the answers suggest; the card's where too few.
  bool is_pooled = false;     ///< They were estimated from all kinds of the check that have few.
  std::uint64_t missing = 0;  ///< So many more answers are wanted; 0: there are enough.
};

struct PointsAnswer {
  std::vector<KindCalibration> kinds;  ///< By name.
  std::uint64_t open = 0;              ///< Rows without an answer.
  std::string settings;  ///< The table [points]; empty where no kind has answers enough.
  std::string file;      ///< Where it was written; empty: nowhere.
};

struct PointsRequest {
  std::vector<std::string> answers;  ///< Files that bmo check --label made, filled in.
  std::string write_to;              ///< Empty: nothing is written.
};

/// E_LABELS where nothing is answered; E_OUTPUT where `write_to` is there already.
Result<PointsAnswer> run_points_calibration(const PointsRequest& request, const Session& session);

/// The same of counted answers. A kind with fewer than scores::kEnoughAnswers shares them with the
/// other kinds of its check of which that is true.
std::vector<KindCalibration> calibrate_kinds(const std::map<std::string, KindAnswers>& kinds);

}  // namespace bmo::app
