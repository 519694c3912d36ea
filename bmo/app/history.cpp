// Asks the catalogue, and tells it what was done.
#include "bmo/app/history.hpp"

#include <algorithm>
#include <map>

#include "bmo/json/dom.hpp"
#include "bmo/workspace/history.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

using workspace::below;
using workspace::StoredFigure;
using workspace::VersionFigures;

constexpr std::size_t kMostEarlier = 3;

std::string catalogue_of(const std::string& root) {
  return below(root, workspace::kCatalogueName);
}

/// The data set must be there.
Result<NamedVersion> latest_of(const std::string& dataset, const Session& session) {
  BMO_TRY_AS(const auto found, named_version(session.disk, "dataset:" + dataset, "."));
  return found.value_or(NamedVersion{});
}

metrics::Figure figure_of(const StoredFigure& stored) {
  return {.id = stored.id,
          .title = stored.title,
          .unit = stored.unit,
          .value = stored.value,
          .rests_on = stored.rests_on,
          .low = stored.low,
          .high = stored.high};
}

StoredFigure stored_figure(const metrics::Figure& figure) {
  return {.id = figure.id,
          .title = figure.title,
          .unit = figure.unit,
          .value = figure.value,
          .low = figure.low,
          .high = figure.high,
          .rests_on = figure.rests_on};
}

metrics::EarlierSet earlier_set(const VersionFigures& version) {
  metrics::EarlierSet out{.name = version.dataset + "@" + std::to_string(version.version),
                          .created = version.made};
  for (const StoredFigure& stored : version.figures)
    out.figures.push_back(figure_of(stored));
  return out;
}

/// Of an export; empty for other runs, and for exports of earlier days.
std::string id_in(const std::string& detail) {
  const json::Dom dom = json::Dom::parse(detail, nullptr, false);
  const bool has_id = dom.is_object() && dom.contains("id") && dom.at("id").is_string();
  return has_id ? dom.at("id").get<std::string>() : std::string();
}

/// The last two values of a figure that are known, as figures with intervals.
std::string last_change(const std::vector<VersionFigures>& versions, const std::string& id) {
  std::vector<metrics::Figure> known;
  for (const VersionFigures& version : versions) {
    for (const StoredFigure& figure : version.figures) {
      if (figure.id == id && !is_absent(figure.value)) known.push_back(figure_of(figure));
    }
  }
  if (known.size() < 2) return "-";
  return std::string(metrics::change_between(known[known.size() - 2], known.back()).verdict());
}

}  // namespace

Result<VersionsAnswer> list_versions(const std::string& dataset, const Session& session) {
  BMO_TRY_AS(const NamedVersion latest, latest_of(dataset, session));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(latest.root)));
  BMO_TRY_AS(const auto versions, history.versions(latest.dataset));
  VersionsAnswer answer{.dataset = latest.dataset, .versions = {}};
  std::uint64_t before = 0;
  for (const workspace::VersionRecord& record : versions) {
    VersionItem item{.version = record.version.number,
                     .created = record.version.created,
                     .pairs = record.version.pairs,
                     .added = record.version.pairs - before,
                     .sources = record.import.sources,
                     .batch = record.import.batch,
                     .quarantined = record.import.quarantined};
    before = record.version.pairs;
    answer.versions.push_back(std::move(item));
  }
  return answer;
}

Result<RunsAnswer> list_runs(const std::string& kind, const std::string& dataset,
                             const Session& session) {
  std::string name;
  if (!dataset.empty()) {
    BMO_TRY_AS(const NamedVersion latest, latest_of(dataset, session));
    name = latest.dataset;
  }
  BMO_TRY_AS(const std::string root, workspace::find_root(session.disk, "."));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(root)));
  BMO_TRY_AS(const auto runs, history.runs(kind, name));
  RunsAnswer answer;
  for (const workspace::RunRecord& run : runs) {
    answer.runs.push_back({.kind = run.kind,
                           .dataset = run.dataset,
                           .version = run.version,
                           .made = run.made,
                           .pairs = run.pairs,
                           .destination = run.destination,
                           .detail = run.detail,
                           .export_id = id_in(run.detail)});
  }
  return answer;
}

Result<HistoryAnswer> list_history(const std::string& dataset, const Session& session) {
  BMO_TRY_AS(const NamedVersion latest, latest_of(dataset, session));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(latest.root)));
  BMO_TRY_AS(const std::vector<VersionFigures> versions, history.figures(latest.dataset));
  HistoryAnswer answer{.dataset = latest.dataset, .versions = {}, .figures = {}};
  std::map<std::string, FigureHistory> figures;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    answer.versions.push_back(versions[i].version);
    for (const StoredFigure& figure : versions[i].figures) {
      FigureHistory& row = figures[figure.id];
      row.id = figure.id;
      row.title = figure.title;
      row.unit = figure.unit;
      row.values.resize(versions.size(), kAbsent);
      row.values[i] = figure.value;
    }
  }
  for (auto& [id, row] : figures) {
    row.beyond_noise = last_change(versions, id);
    answer.figures.push_back(std::move(row));
  }
  return answer;
}

Status remember_analysis(const NamedVersion& version, std::uint64_t pairs,
                         const std::vector<metrics::Chapter>& chapters) {
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(version.root)));
  json::Dom detail{{"chapters", json::Dom::array()}};
  std::vector<StoredFigure> figures;
  for (const metrics::Chapter& chapter : chapters) {
    detail["chapters"].push_back(chapter.card->id);
    std::transform(chapter.figures.begin(), chapter.figures.end(), std::back_inserter(figures),
                   stored_figure);
  }
  return history.add_run({.kind = "analysis",
                          .dataset = version.dataset,
                          .version = version.version,
                          .made = {},
                          .pairs = pairs,
                          .destination = {},
                          .detail = detail.dump()},
                         figures);
}

Status remember_export(const NamedVersion& version, const ExportDone& done) {
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(version.root)));
  json::Dom detail{{"to", json::Dom::array()}, {"id", done.id}, {"outputs", json::Dom::array()}};
  for (const ExportDone::Output& output : done.outputs) {
    detail["to"].push_back(output.to);
    detail["outputs"].push_back(
        {{"to", output.to}, {"rows", output.rows}, {"bytes", output.bytes}});
  }
  return history.add_run(
      {.kind = "export",
       .dataset = version.dataset,
       .version = version.version,
       .made = {},
       .pairs = done.pairs,
       .destination = done.destination,
       .detail = detail.dump(-1, ' ', false, json::Dom::error_handler_t::replace)},
      {});
}

Result<std::vector<metrics::EarlierSet>> earlier_sets(const NamedVersion& version) {
  BMO_TRY_AS(workspace::Catalogue catalogue,
             workspace::Catalogue::open(catalogue_of(version.root)));
  BMO_TRY_AS(workspace::History history, workspace::History::open(catalogue_of(version.root)));
  BMO_TRY_AS(const auto own, history.figures(version.dataset));
  std::vector<metrics::EarlierSet> out;
  for (auto earlier = own.rbegin(); earlier != own.rend() && out.size() < kMostEarlier; ++earlier) {
    if (earlier->version < version.version) out.push_back(earlier_set(*earlier));
  }
  BMO_TRY_AS(const auto datasets, catalogue.datasets());
  std::size_t others = 0;
  for (const workspace::DatasetVersion& other : datasets) {
    if (other.dataset == version.dataset || others == kMostEarlier) continue;
    BMO_TRY_AS(const auto measured, history.figures(other.dataset));
    if (measured.empty()) continue;
    out.push_back(earlier_set(measured.back()));
    ++others;
  }
  return out;
}

}  // namespace bmo::app
