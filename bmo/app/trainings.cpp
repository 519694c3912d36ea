// Reads logs, finds what they belong to, and keeps both in the catalogue.
#include "bmo/app/trainings.hpp"

#include <algorithm>
#include <filesystem>

#include "bmo/app/ledger.hpp"
#include "bmo/app/training_logs.hpp"
#include "bmo/app/versions.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/publish.hpp"
#include "bmo/workspace/history.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

using json::Dom;
using workspace::TrainingRecord;

constexpr std::size_t kIdDigits = 12;
constexpr std::size_t kCurvePoints = 48;

/// What an export is, as far as logs need it.
struct Target {
  std::string id;
  std::string dataset;  ///< Empty: of no data set of the workspace.
  std::uint64_t version = 0;
  std::string eval_set;

  std::string set() const { return dataset.empty() ? "" : dataset + "@" + std::to_string(version); }
};

std::string text_at(const Dom& dom, const char* name) {
  const auto found = dom.find(name);
  return found != dom.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Dom detail_of(const workspace::RunRecord& run) {
  Dom out = Dom::parse(run.detail, nullptr, false);
  return out.is_object() ? out : Dom::object();
}

/// The pairs of the validation split, whatever layout they were written in: how many, and a sum of
/// their hashes. Empty: the export has none.
Result<std::string> own_eval_set(io::Disk& disk, const std::string& folder) {
  std::uint64_t pairs = 0;
  MultisetHash sum;
  json::Document document;
  BMO_TRY(visit_ledger(disk, folder, [&](const std::vector<std::string_view>& rows) {
    Arena arena;
    for (const std::string_view row : rows) {
      json::Fault fault;
      if (row.find("\"validation\"") == std::string_view::npos ||
          !document.parse(row, arena, fault))
        continue;
      const json::Value root = document.root();
      if (text_in(root, "split", arena) != "validation") continue;
      const std::string content = text_in(root, "content", arena);
      sum.add(hash128(content.empty() ? text_in(root, "id", arena) : content));
      ++pairs;
    }
    return ok();
  }));
  if (pairs == 0) return std::string();
  return format_count(pairs) + " pairs " + sum.hex().substr(0, 8);
}

Error no_export(const std::string& target) {
  return {.kind = ErrorKind::kNotFound,
          .code = "E_EXPORT",
          .message = "there is no export `" + excerpt(target) + "`",
          .why =
              "it is neither the folder of a complete export nor the id of one that the "
              "workspace remembers",
          .hint = "name the --out folder of an export; bmo list exports shows ids"};
}

/// Fills in which data set the export with that id, or with an id that begins so, is of.
bool find_set(const std::vector<workspace::RunRecord>& runs, Target& target) {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    const std::string id = text_at(detail_of(*run), "id");
    if (id.empty() || !id.starts_with(target.id)) continue;
    target.id = id;
    target.dataset = run->dataset;
    target.version = run->version;
    return true;
  }
  return false;
}

Result<Target> find_target(const LinkRequest& request, const Session& session,
                           workspace::History& history) {
  BMO_TRY_AS(const auto runs, history.runs("export", ""));
  Target target{.eval_set = request.eval_set};
  const Result<std::string> id = export_id(session.disk, request.target);
  if (id) {
    target.id = *id;
    find_set(runs, target);
    if (target.eval_set.empty()) {
      BMO_TRY_AS(target.eval_set, own_eval_set(session.disk, request.target));
    }
    return target;
  }
  constexpr std::size_t kFewestDigits = 4;
  target.id = request.target;
  if (target.id.size() < kFewestDigits || !find_set(runs, target)) return no_export(request.target);
  return target;
}

Dom points_dom(const std::vector<targets::LossPoint>& curve) {
  Dom out = Dom::array();
  for (const targets::LossPoint& point : targets::thinned(curve, kCurvePoints))
    out.push_back({point.step, point.loss});
  return out;
}

TrainingRecord record_of(const FoundLog& found, const Target& target, const LinkRequest& request) {
  const targets::TrainingLog& log = found.log;
  const targets::LossPoint* const best = log.best_evaluation();
  const Dom curve{{"train", points_dom(log.train)}, {"eval", points_dom(log.evaluations)}};
  return {.export_id = target.id,
          .dataset = target.dataset,
          .version = target.version,
          .name = request.name.empty() ? found.run : request.name,
          .source = std::filesystem::absolute(found.path).lexically_normal().string(),
          .sha256 = found.sha256,
          .kind = log.kind,
          .model = request.model,
          .eval_set = best == nullptr ? "" : target.eval_set,
          .made = {},
          .steps = log.steps,
          .tokens = log.tokens,
          .seconds = log.seconds,
          .train_loss = log.last_train(),
          .eval_loss = best == nullptr ? kAbsent : best->loss,
          .eval_step = best == nullptr ? kAbsent : best->step,
          .eval_last = best == nullptr ? kAbsent : log.evaluations.back().loss,
          .curve = curve.dump()};
}

metrics::TrainingRun run_of(const TrainingRecord& record) {
  return {.export_id = record.export_id,
          .set = record.dataset.empty() ? "export " + record.export_id
                                        : record.dataset + "@" + std::to_string(record.version),
          .name = record.name,
          .model = record.model,
          .eval_set = record.eval_set,
          .steps = record.steps,
          .tokens = record.tokens,
          .seconds = record.seconds,
          .train_loss = record.train_loss,
          .eval_loss = record.eval_loss,
          .eval_step = record.eval_step,
          .eval_last = record.eval_last};
}

std::vector<double> losses_of(const Dom& curve, const char* name) {
  std::vector<double> out;
  const auto points = curve.find(name);
  if (points == curve.end() || !points->is_array()) return out;
  for (const Dom& point : *points) {
    if (point.is_array() && point.size() == 2 && point[1].is_number())
      out.push_back(point[1].get<double>());
  }
  return out;
}

TrainingItem item_of(const TrainingRecord& record) {
  Dom curve = Dom::parse(record.curve, nullptr, false);
  if (!curve.is_object()) curve = Dom::object();
  return {.log = record.source,
          .kind = record.kind,
          .made = record.made,
          .run = run_of(record),
          .train_curve = losses_of(curve, "train"),
          .eval_curve = losses_of(curve, "eval")};
}

void tell_faults(const FoundLog& found, const LinkRequest& request, const Target& target,
                 std::vector<std::string>& notes) {
  if (found.log.is_broken_off)
    notes.push_back(found.path +
                    ": the end is torn; read up to there. Link it again when the run is over");
  if (found.log.has_diverged)
    notes.push_back(found.path + ": a loss was no number: the run diverged");
  if (found.log.evaluations.empty()) {
    notes.push_back(found.path + ": no eval loss, so that it is not compared with other runs");
  } else if (target.eval_set.empty()) {
    notes.push_back(found.path + ": not known what it was evaluated on; name it by --eval-set");
  } else if (request.eval_set.empty()) {
    notes.push_back(found.path + ": taken to be evaluated on the export's validation split (" +
                    target.eval_set + ")");
  }
}

std::string catalogue_path(const std::string& root) {
  return workspace::below(root, workspace::kCatalogueName);
}

Dom number_dom(double value) {
  return is_absent(value) ? Dom() : Dom(value);
}

Dom item_dom(const TrainingItem& item) {
  Dom out{{"export", item.run.export_id},
          {"set", item.run.set},
          {"name", item.run.name},
          {"log", item.log},
          {"kind", item.kind},
          {"model", item.run.model},
          {"eval_set", item.run.eval_set},
          {"steps", number_dom(item.run.steps)},
          {"tokens", number_dom(item.run.tokens)},
          {"runtime_seconds", number_dom(item.run.seconds)},
          {"train_loss", number_dom(item.run.train_loss)},
          {"eval_loss", number_dom(item.run.eval_loss)},
          {"eval_step", number_dom(item.run.eval_step)},
          {"eval_last", number_dom(item.run.eval_last)},
          {"train_curve", item.train_curve},
          {"eval_curve", item.eval_curve}};
  if (!item.made.empty()) out["made"] = item.made;
  return out;
}

Dom items_dom(const std::vector<TrainingItem>& items) {
  Dom out = Dom::array();
  for (const TrainingItem& item : items)
    out.push_back(item_dom(item));
  return out;
}

metrics::ExportMade export_of(const workspace::RunRecord& run) {
  const Dom detail = detail_of(run);
  metrics::ExportMade out{.id = text_at(detail, "id"),
                          .set = run.dataset + "@" + std::to_string(run.version),
                          .made = run.made,
                          .outputs = {}};
  const auto outputs = detail.find("outputs");
  if (outputs != detail.end() && outputs->is_array()) {
    for (const Dom& output : *outputs) {
      out.outputs.push_back({.format = text_at(output, "to"),
                             .rows = output.value("rows", kAbsent),
                             .bytes = output.value("bytes", kAbsent)});
    }
  } else if (detail.contains("to") && detail.at("to").is_array()) {
    for (const Dom& to : detail.at("to")) {
      if (to.is_string()) out.outputs.push_back({.format = to.get<std::string>()});
    }
  }
  return out;
}

}  // namespace

Result<std::string> export_id(io::Disk& disk, const std::string& folder) {
  const std::string path = io::join(folder, pipeline::own_path("manifest.json"));
  if (!disk.exists(path)) return no_export(folder);
  BMO_TRY_AS(const std::string manifest, io::read_file(disk, path));
  Sha256 digest;
  digest.add(manifest);
  return digest.hex().substr(0, kIdDigits);
}

Result<LinkAnswer> run_link(const LinkRequest& request, const Session& session) {
  if (!request.name.empty() && request.logs.size() > 1) {
    return Error{
        .kind = ErrorKind::kUsage,
        .code = "E_USAGE",
        .message = "--name is the name of one run, and several logs are named",
        .hint = "link them one by one, or leave --name out: runs are called after their folders"};
  }
  BMO_TRY_AS(const std::string root, workspace::find_root(session.disk, "."));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_path(root)));
  BMO_TRY_AS(const Target target, find_target(request, session, history));
  LinkAnswer answer{.export_id = target.id,
                    .set = target.set(),
                    .runs = {},
                    .notes = {},
                    .dry_run = request.dry_run};
  std::vector<TrainingRecord> records;
  for (const std::string& path : request.logs) {
    BMO_TRY_AS(const FoundLog found, find_training_log(session.disk, path));
    tell_faults(found, request, target, answer.notes);
    records.push_back(record_of(found, target, request));
    answer.runs.push_back(item_of(records.back()));
  }
  if (!request.dry_run) BMO_TRY(history.add_trainings(records));
  return answer;
}

Result<TrainingsAnswer> list_trainings(const std::string& dataset, const Session& session) {
  std::string name;
  if (!dataset.empty()) {
    BMO_TRY_AS(const auto version, named_version(session.disk, "dataset:" + dataset, "."));
    name = version.value_or(NamedVersion{}).dataset;
  }
  BMO_TRY_AS(const std::string root, workspace::find_root(session.disk, "."));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_path(root)));
  BMO_TRY_AS(const auto records, history.trainings());
  TrainingsAnswer answer;
  for (const TrainingRecord& record : records) {
    if (name.empty() || record.dataset == name) answer.runs.push_back(item_of(record));
  }
  return answer;
}

std::string to_json(const LinkAnswer& answer) {
  return json::to_text({{"export", answer.export_id},
                        {"set", answer.set},
                        {"dry_run", answer.dry_run},
                        {"runs", items_dom(answer.runs)},
                        {"notes", answer.notes}});
}

std::string to_json(const TrainingsAnswer& answer) {
  return json::to_text({{"runs", items_dom(answer.runs)}});
}

Result<metrics::ExportHistory> export_history(const std::string& root) {
  metrics::ExportHistory out;
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_path(root)));
  BMO_TRY_AS(const auto runs, history.runs("export", ""));
  for (const workspace::RunRecord& run : runs)
    out.exports.push_back(export_of(run));
  BMO_TRY_AS(const auto trainings, history.trainings());
  for (const TrainingRecord& record : trainings)
    out.trainings.push_back(run_of(record));
  return out;
}

}  // namespace bmo::app
