// Asks the cards, the settings and the answers for points.
#include "bmo/app/points.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/app/finding_labels.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/coherence.hpp"
#include "bmo/metrics/kit/exact_interval.hpp"
#include "bmo/workspace/points.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

using scores::KindPoints;

void add_kinds(const checks::CheckCard& card, std::vector<KindPoints>& out) {
  const auto add = [&](std::string_view fault, std::uint8_t points) {
    if (points != 0) out.push_back({std::string(card.code), std::string(fault), points});
  };
  if (card.faults.empty()) add({}, card.points);
  for (const checks::Fault& fault : card.faults)
    add(fault.name, fault.points);
}

/// Every kind of finding that takes points, with its card's.
std::vector<KindPoints> all_kinds() {
  std::vector<KindPoints> out;
  for (const checks::CheckEntry* entry : checks::all())
    add_kinds(*entry->card, out);
  add_kinds(checks::Coherence::card(), out);
  return out;
}

Error unknown_kind(const workspace::PointsSetting& setting, const std::vector<KindPoints>& kinds) {
  std::vector<std::string> names;
  for (const KindPoints& kind : kinds)
    names.push_back(kind.what());
  const std::vector<std::string_view> known(names.begin(), names.end());
  return {.kind = ErrorKind::kUsage,
          .code = "E_CONFIG",
          .message = "[points] names `" + excerpt(setting.what) + "`, which takes no points" +
                     did_you_mean(setting.what, known),
          .hint = "name it as bmo score does, such as \"W_TRUNCATED no_terminal\"",
          .place = {.file = setting.file, .line = setting.line}};
}

/// The file whose [points] count; empty: none does.
Result<std::string> points_file(io::Disk& disk, const std::string& named) {
  if (!named.empty()) return named;
  const Result<std::string> root = workspace::find_root(disk, ".");
  if (root) return workspace::below(*root, workspace::kConfigName);
  if (root.error().code == "E_NO_WORKSPACE") return std::string();
  return root.error();
}

bool is_enough(const KindAnswers& answers) {
  return answers.answered >= scores::kEnoughAnswers;
}

/// "W_TRUNCATED" of "W_TRUNCATED no_terminal".
std::string code_of(const std::string& what) {
  return what.substr(0, what.find(' '));
}

/// Points follow from `judged`: the kind's own answers, or those that it shares.
KindCalibration calibrated(const std::string& what, const KindAnswers& own,
                           const KindAnswers& judged) {
  const metrics::Interval interval = metrics::exact_interval(own.right, own.answered);
  const std::uint8_t card = card_points(what).value_or(0);
  KindCalibration out{
      .what = what,
      .answered = own.answered,
      .right = own.right,
      .precision = static_cast<double>(own.right) / static_cast<double>(own.answered),
      .low = interval.low,
      .high = interval.high,
      .card = card,
      .points = card};
  if (is_enough(judged)) {
    out.points = scores::estimated_points(card, judged.right, judged.answered);
    out.is_pooled = !is_enough(own);
  } else {
    out.missing = scores::kEnoughAnswers - judged.answered;
  }
  return out;
}

std::string settings_text(const std::vector<KindCalibration>& kinds) {
  std::string lines;
  for (const KindCalibration& kind : kinds) {
    if (kind.missing != 0) continue;
    lines += fmt::format("\"{}\" = {}  # {} of {} right{}; the card's: {}\n", kind.what,
                         kind.points, kind.right, kind.answered,
                         kind.is_pooled ? ", with others of its check" : "", kind.card);
  }
  return lines.empty() ? lines : "[points]\n" + lines;
}

Status write_settings(io::Disk& disk, const std::string& path, const std::string& text) {
  if (!disk.exists(path)) return io::publish_file(disk, path, text, /*durable=*/true);
  return Error{.kind = ErrorKind::kCannotCreate,
               .code = "E_OUTPUT",
               .message = "the file for points is there already",
               .why = "it may hold settings that somebody made",
               .hint = "name another file with --write-points, or remove this one",
               .place = {.file = path}};
}

}  // namespace

std::optional<std::uint8_t> card_points(std::string_view what) {
  for (const KindPoints& kind : all_kinds()) {
    if (kind.what() == what) return kind.points;
  }
  return std::nullopt;
}

Result<scores::OwnPoints> own_points(io::Disk& disk, const std::string& named) {
  scores::OwnPoints out;
  BMO_TRY_AS(const std::string path, points_file(disk, named));
  if (path.empty()) return out;
  BMO_TRY_AS(const std::vector<workspace::PointsSetting> settings,
             workspace::read_points(disk, path));
  const std::vector<KindPoints> kinds = all_kinds();
  for (const workspace::PointsSetting& setting : settings) {
    const auto kind = std::ranges::find(kinds, setting.what, &KindPoints::what);
    if (kind == kinds.end()) return unknown_kind(setting, kinds);
    out.push_back({kind->code, kind->fault, setting.points});
  }
  return out;
}

std::string own_points_note(const scores::OwnPoints& own) {
  std::string out;
  for (const KindPoints& kind : own) {
    out += out.empty() ? "scored with points of your own: " : ", ";
    out += fmt::format("{} {} (the card's: {})", kind.what(), kind.points,
                       card_points(kind.what()).value_or(0));
  }
  return out;
}

std::vector<KindCalibration> calibrate_kinds(const std::map<std::string, KindAnswers>& kinds) {
  std::map<std::string, KindAnswers> pools;
  for (const auto& [what, own] : kinds) {
    if (is_enough(own)) continue;
    KindAnswers& pool = pools[code_of(what)];
    pool.right += own.right;
    pool.answered += own.answered;
  }
  std::vector<KindCalibration> out;
  for (const auto& [what, own] : kinds)
    out.push_back(calibrated(what, own, is_enough(own) ? own : pools[code_of(what)]));
  return out;
}

Result<PointsAnswer> run_points_calibration(const PointsRequest& request, const Session& session) {
  FindingLabels labels;
  for (const std::string& path : request.answers)
    BMO_TRY(read_finding_labels(session.disk, path, labels));
  if (labels.kinds.empty()) {
    return Error{.kind = ErrorKind::kBadData,
                 .code = "E_LABELS",
                 .message = "no row is answered",
                 .hint = fmt::format("set `right` to true or false in {} rows of a check",
                                     scores::kEnoughAnswers),
                 .place = {.file = request.answers.front()}};
  }
  PointsAnswer answer{.open = labels.open};
  answer.kinds = calibrate_kinds(labels.kinds);
  answer.settings = settings_text(answer.kinds);
  if (request.write_to.empty() || answer.settings.empty()) return answer;
  BMO_TRY(write_settings(session.disk, request.write_to, answer.settings));
  answer.file = request.write_to;
  return answer;
}

}  // namespace bmo::app
