// Runs what was asked for, writes down that it ran, and says what came of it.
#include "bmo/app/export.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "bmo/app/dataset.hpp"
#include "bmo/app/dedup_report.hpp"
#include "bmo/app/export_recipe.hpp"
#include "bmo/app/history.hpp"
#include "bmo/app/override.hpp"
#include "bmo/app/points.hpp"
#include "bmo/app/trainings.hpp"
#include "bmo/app/watched_check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/run.hpp"

namespace bmo::app {
namespace {

Error not_named(std::string message, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = std::move(message),
          .hint = std::move(hint)};
}

/// Where a run that leaves nothing behind keeps its working files.
std::string scratch_folder() {
  const char* named = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): before any thread
  const std::string folder = named == nullptr || *named == '\0' ? "/tmp" : named;
  return io::join(folder, "bmo-" + std::to_string(getpid()));
}

std::uint64_t peak_memory() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  return static_cast<std::uint64_t>(use.ru_maxrss) * 1024;
}

/// Sizes, and a note where they are not those that were asked for.
void add_splits(const pipeline::Recipe& recipe, const pipeline::SplitReport& splits,
                ExportAnswer& answer) {
  for (std::size_t i = 0; i < splits.wanted.size(); ++i) {
    const std::string& name = recipe.split[i].name;
    answer.splits.push_back({name, splits.wanted[i], splits.given[i]});
    if (splits.wanted[i] == splits.given[i]) continue;
    answer.notes.push_back(name + " holds " + format_count(splits.given[i]) + " pairs" +
                           " where its share is " + format_count(splits.wanted[i]) +
                           ": pairs that must stay together leave no nearer size");
  }
  if (!recipe.stratify || splits.wanted.empty()) return;
  answer.strata = {.by = std::string(pipeline::group_by_name(*recipe.stratify)),
                   .parted = splits.strata,
                   .joined = splits.joined,
                   .farthest = std::round(splits.farthest * 100) / 100};
}

ExportAnswer outcome_answer(const pipeline::RunOutcome& outcome) {
  ExportAnswer answer = answer_of(outcome.tally, outcome.files);
  answer.notes = outcome.notes;
  for (const pipeline::Breach& breach : outcome.breaches)
    answer.breaches.push_back({breach.group, breach.pairs, breach.dropped});
  answer.resumed = outcome.resumed;
  answer.already_complete = outcome.already_complete;
  if (!outcome.duplicates.is_null()) answer.dedup = dedup_answer(outcome.duplicates);
  if (answer.dedup) {
    answer.notes.insert(answer.notes.end(), answer.dedup->notes.begin(), answer.dedup->notes.end());
  }
  answer.wiped_out = outcome.wiped_out;
  answer.input_bytes = outcome.input_bytes;
  answer.peak_memory_bytes = peak_memory();
  return answer;
}

/// Times, machine and versions: the one file of an export that may differ between two runs.
Status publish_run(const ExportRequest& request, const ExportAnswer& answer,
                   const pipeline::Effort& effort, const std::string& folder, io::Disk& disk) {
  json::Dom dom;
  dom["seconds"] = answer.seconds;
  dom["finished_at"] = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
  dom["threads"] = effort.threads != 0 ? effort.threads : std::thread::hardware_concurrency();
  dom["durability"] = request.durability;
  dom["peak_memory_bytes"] = answer.peak_memory_bytes;
  dom["input_bytes"] = answer.input_bytes;
  dom["resumed"] = answer.resumed;
  dom["notes"] = answer.notes;
  // Where the sources lay, so that verify may read them again.
  dom["folder"] = std::filesystem::absolute(folder.empty() ? "./" : folder).string();
  return io::publish_file(disk, io::join(request.out, pipeline::own_path("run.json")),
                          json::to_text(dom), effort.durable);
}

/// The rows and bytes of each output: one lies in the folder itself, several in folders of their
/// own.
std::vector<ExportDone::Output> outputs_of(const ExportRequest& request,
                                           const ExportAnswer& answer) {
  std::vector<ExportDone::Output> out;
  for (const std::string& to : request.to) {
    ExportDone::Output& output = out.emplace_back(ExportDone::Output{.to = to});
    std::string folder = request.to.size() == 1 ? "" : to + "/";
    std::replace(folder.begin(), folder.end(), ':', '-');
    for (const FileAnswer& file : answer.files) {
      if (file.rows == 0 || !file.path.starts_with(folder) ||
          file.path.find("metadata-") != std::string::npos || file.path.starts_with(".bmo/"))
        continue;
      output.rows += file.rows;
      output.bytes += file.bytes;
    }
  }
  return out;
}

/// Workspaces remember what of them was exported. The export stands either way: that it could not
/// be written down is a note.
void remember_exports(const ExportRequest& request, io::Disk& disk, ExportAnswer& answer) {
  for (const std::string& source : request.sources) {
    const Result<std::optional<NamedVersion>> version = named_version(disk, source, ".");
    if (!version || !*version) continue;
    const Result<std::string> id = export_id(disk, request.out);
    const Status status = remember_export(**version, {.id = id ? *id : "",
                                                      .pairs = answer.exported,
                                                      .destination = request.out,
                                                      .outputs = outputs_of(request, answer)});
    if (!status) {
      answer.notes.push_back("the workspace does not remember this export: " +
                             status.error().message);
    }
  }
}

/// The least that a target of the recipe trains on, in tokens of a row; 0: none says.
std::uint64_t shortest_row(const pipeline::Recipe& recipe) {
  std::uint64_t least = 0;
  for (const pipeline::OutputSpec& spec : recipe.outputs) {
    const std::uint64_t own = spec.target == nullptr ? 0 : spec.target->card->limits.row_tokens;
    if (own != 0 && (least == 0 || own < least)) least = own;
  }
  return least;
}

using Runner = Result<pipeline::RunOutcome> (*)(const pipeline::RunRequest&,
                                                const pipeline::Recipe&, const pipeline::Effort&,
                                                const pipeline::RunContext&);

Result<ExportAnswer> run(const ExportRequest& request, const Session& session, Runner runner,
                         bool sum_up, const WatchBatch& watch = {}) {
  const auto start = std::chrono::steady_clock::now();
  if (request.sources.empty()) {
    return not_named("no source is named", "name a file, a folder, a glob or dataset:NAME");
  }
  BMO_TRY_AS(pipeline::Recipe recipe, recipe_of(request, session.disk));
  BMO_TRY_AS(recipe.overrides,
             overrides_for(request.sources, request.overrides, request.out, session.disk));
  BMO_TRY_AS(recipe.tokens, token_rules(session.disk, request.tokens, request.where, sum_up));
  if (recipe.tokens.cutoff == 0) recipe.tokens.cutoff = shortest_row(recipe);
  BMO_TRY_AS(const pipeline::Effort effort, effort_of(request));
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(session.disk, request.sources, "."));
  BMO_TRY_AS(const std::string index, index_for(session.disk, request.sources, "."));
  BMO_TRY_AS(const pipeline::RunOutcome outcome, runner({.sources = sources,
                                                         .out = request.out,
                                                         .restart = request.restart,
                                                         .accept_loss = request.accept_loss,
                                                         .index = index,
                                                         .scratch = scratch_folder()},
                                                        recipe, effort,
                                                        {.disk = session.disk,
                                                         .stop = session.stop,
                                                         .progress = session.progress,
                                                         .watch = watch}));
  ExportAnswer answer = outcome_answer(outcome);
  if (!recipe.points.empty()) answer.notes.push_back(own_points_note(recipe.points));
  add_splits(recipe, outcome.splits, answer);
  if (outcome.seen) {
    BMO_TRY_AS(answer.tokens, tokens_answer(request.tokens, recipe.tokens, *outcome.seen));
  }
  for (FindingExample& example : answer.examples) {
    if (!example.file.empty()) example.file = outcome.folder + example.file;
  }
  answer.out = request.out;
  answer.dry_run = runner != pipeline::run_export;
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::string told = io::join(request.out, pipeline::own_path("run.json"));
  const bool is_written = !answer.dry_run && answer.wiped_out.empty() && !outcome.held;
  if (is_written && (!answer.already_complete || !session.disk.exists(told))) {
    BMO_TRY(publish_run(request, answer, effort, outcome.folder, session.disk));
    remember_exports(request, session.disk, answer);
  }
  return answer;
}

}  // namespace

Result<ExportAnswer> run_export(const ExportRequest& request, const Session& session) {
  if (request.to.empty())
    return not_named("no output format is named", "--to jsonl, or see bmo list formats");
  if (request.out.empty()) return not_named("no output folder is named", "--out FOLDER");
  return run(request, session, request.dry_run ? pipeline::run_dry : pipeline::run_export, false);
}

Result<ExportAnswer> find_duplicates(const ExportRequest& request, const Session& session) {
  return run(request, session, pipeline::run_duplicates, false);
}

Result<ExportAnswer> run_watched_check(const ExportRequest& request, const Session& session,
                                       const WatchBatch& watch) {
  return run(request, session, pipeline::run_dry, !request.tokens.tokenizer.empty(), watch);
}

}  // namespace bmo::app
