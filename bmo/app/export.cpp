// Turns what a person typed into a recipe, runs it, and puts what came of it into an answer.
#include "bmo/app/export.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "bmo/app/dataset.hpp"
#include "bmo/app/history.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/app/override.hpp"
#include "bmo/app/points.hpp"
#include "bmo/app/trainings.hpp"
#include "bmo/app/watched_check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/catalog/catalog.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/card.hpp"
#include "bmo/pipeline/run.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

Error usage(std::string message, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_USAGE",
          .message = std::move(message),
          .hint = std::move(hint)};
}

Result<std::uint64_t> size_of(const std::string& flag, const std::string& text,
                              std::uint64_t otherwise) {
  if (text.empty()) return otherwise;
  const auto size = parse_size(text);
  if (!size || *size == 0) {
    return usage("cannot read " + flag + " `" + excerpt(text) + "`",
                 "a size is a number and a unit: " + flag + " 64MiB");
  }
  return *size;
}

Status parse_min_scores(const std::vector<std::string>& texts, pipeline::Recipe& recipe) {
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    double least = 0;
    const char* end = text.data() + text.size();
    const bool sound = equals != std::string::npos && equals > 0 &&
                       std::from_chars(text.data() + equals + 1, end, least).ptr == end;
    if (!sound) {
      return usage("cannot read --min-score `" + excerpt(text) + "`", "--min-score quality=7");
    }
    recipe.min_scores.emplace_back(text.substr(0, equals), least);
  }
  return ok();
}

Status parse_outputs(const std::vector<std::string>& texts, io::Disk& disk,
                     pipeline::Recipe& recipe) {
  std::set<std::string> seen;
  for (const std::string& text : texts) {
    if (!seen.insert(text).second) {
      return usage("the output `" + text + "` is named twice", "name each --to once");
    }
    BMO_TRY_AS(pipeline::OutputSpec spec, names_mapping_layout(text)
                                              ? mapping_output(disk, text)
                                              : pipeline::parse_output_spec(text));
    recipe.outputs.push_back(std::move(spec));
  }
  return ok();
}

/// Without a choice each output has its target's.
Status choose_metadata(const std::string& text, pipeline::Recipe& recipe) {
  if (text.empty()) return ok();
  if (text != "inline" && text != "sidecar") {
    return usage("unknown --metadata `" + excerpt(text) + "`",
                 "--metadata inline or --metadata sidecar");
  }
  for (pipeline::OutputSpec& spec : recipe.outputs) {
    spec.metadata =
        text == "inline" ? formats::MetadataMode::kInline : formats::MetadataMode::kSidecar;
  }
  return ok();
}

Result<pipeline::SplitBy> split_by_of(const ExportRequest& request) {
  if (request.split_by.empty()) {
    return request.dedup.empty() ? pipeline::SplitBy::kPair : pipeline::SplitBy::kCluster;
  }
  const auto by = pipeline::parse_split_by(request.split_by);
  if (by) return *by;
  return usage("unknown --split-by `" + excerpt(request.split_by) + "`",
               "--split-by pair, cluster, source or seed");
}

Status choose_strata(const std::string& text, pipeline::Recipe& recipe) {
  if (text.empty()) return ok();
  recipe.stratify = pipeline::parse_group_by(text);
  if (!recipe.stratify) {
    return usage("unknown --stratify `" + excerpt(text) + "`",
                 "--stratify topic, category or source");
  }
  if (recipe.split.size() > 1) return ok();
  return usage("--stratify has nothing to share out",
               "add shares: --split train=0.8,validation=0.1,test=0.1");
}

/// Those of bmo.toml, where a data set of its workspace is exported.
Status add_settings(const ExportRequest& request, io::Disk& disk, pipeline::Recipe& recipe) {
  BMO_TRY_AS(const auto settings, settings_for(disk, request.sources, "."));
  if (!settings) return ok();
  recipe.gates.where = settings->gates.where;
  recipe.gates.max_drop = settings->gates.max_drop.value_or(recipe.gates.max_drop);
  for (const workspace::ConfigGate& gate : settings->gates.scores)
    recipe.gates.scores.push_back({.score = gate.score, .least = gate.least, .topic = gate.topic});
  return ok();
}

Status parse_gates(const ExportRequest& request, io::Disk& disk, pipeline::Recipe& recipe) {
  if (!request.to.empty()) BMO_TRY(add_settings(request, disk, recipe));
  for (const std::string& text : request.gates) {
    BMO_TRY_AS(pipeline::ScoreGate gate, pipeline::parse_gate(text));
    recipe.gates.scores.push_back(std::move(gate));
  }
  if (request.max_drop.empty()) return ok();
  BMO_TRY_AS(const pipeline::MaxBad share, pipeline::parse_max_bad(request.max_drop));
  if (!share.share) {
    return usage("cannot read --max-drop `" + excerpt(request.max_drop) + "`", "--max-drop 50%");
  }
  recipe.gates.max_drop = *share.share;
  return ok();
}

/// Scores need the content checks, which cost more than all else: they run where something asks.
Status choose_checks(const ExportRequest& request, io::Disk& disk, pipeline::Recipe& recipe) {
  recipe.scores_in_metadata = request.scores_in_metadata;
  const bool asked = request.scores_in_metadata || pipeline::names_own_scores(recipe);
  const std::string otherwise = asked ? "all" : "core";
  const std::string& checks = request.checks.empty() ? otherwise : request.checks;
  BMO_TRY_AS(recipe.checks, pipeline::parse_checks(checks));
  recipe.scores = asked || checks == "all";
  if (recipe.scores || checks != "core") {
    BMO_TRY_AS(recipe.points, own_points(disk, request.points));
  }
  return ok();
}

/// What the card says of the set as a whole, as the Hub takes it.
Status choose_origin(const ExportRequest& request, pipeline::Recipe& recipe) {
  for (const std::string& code : request.languages) {
    if (pipeline::is_language_code(code)) continue;
    return usage("cannot read --language `" + excerpt(code) + "`",
                 "codes of ISO 639, such as --language en,pt-BR");
  }
  const std::string id = pipeline::licence_id(request.licence);
  const bool is_id = std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';
  });
  if (!is_id) {
    return usage("cannot read --license `" + excerpt(request.licence) + "`",
                 "an identifier of the Hub or of SPDX, such as --license cc-by-4.0");
  }
  recipe.licence = id;
  recipe.languages = request.languages;
  return ok();
}

Result<pipeline::Recipe> recipe_of(const ExportRequest& request, io::Disk& disk) {
  pipeline::Recipe recipe;
  BMO_TRY(parse_outputs(request.to, disk, recipe));
  BMO_TRY(parse_min_scores(request.min_scores, recipe));
  BMO_TRY_AS(recipe.fixes, checks::parse_fixes(request.fix));
  BMO_TRY_AS(recipe.packs, pipeline::read_packs(disk, request.packs));
  BMO_TRY_AS(recipe.dedup, pipeline::parse_dedup(request.dedup));
  BMO_TRY_AS(recipe.split_by, split_by_of(request));
  recipe.dedup.target_rows = request.target_rows;
  recipe.dedup.keep = request.keep;
  if (!request.encoder.empty()) recipe.dedup.encoder = request.encoder;
  recipe.dedup.verifier = request.verifier;
  BMO_TRY(pipeline::name_encoders(recipe.dedup, disk));
  recipe.dedup.labels = request.labels;
  recipe.dedup.compare_thresholds = request.compare_thresholds;
  BMO_TRY_AS(recipe.split, pipeline::parse_split(request.split));
  BMO_TRY(choose_strata(request.stratify, recipe));
  BMO_TRY_AS(recipe.max_bad, pipeline::parse_max_bad(request.max_bad));
  BMO_TRY_AS(recipe.shard_bytes, size_of("--shard-size", request.shard_size, recipe.shard_bytes));
  BMO_TRY_AS(recipe.block_bytes, size_of("--block-size", request.block_size, recipe.block_bytes));
  BMO_TRY_AS(recipe.mapping_text, mapping_text(disk, request.map));
  BMO_TRY(choose_metadata(request.metadata, recipe));
  BMO_TRY(choose_origin(request, recipe));
  recipe.where = request.where;
  BMO_TRY(parse_gates(request, disk, recipe));
  BMO_TRY_AS(recipe.budgets, pipeline::parse_budgets(request.top, request.max_per, request.by));
  BMO_TRY(choose_checks(request, disk, recipe));
  recipe.sample = request.sample;
  recipe.limit = request.limit;
  recipe.seed = request.seed;
  recipe.proof = request.proof;
  return recipe;
}

Result<pipeline::Effort> effort_of(const ExportRequest& request) {
  pipeline::Effort effort;
  effort.threads = request.threads;
  effort.batch_records = request.batch_size;
  BMO_TRY_AS(effort.memory_bytes, size_of("--memory", request.memory, effort.memory_bytes));
  if (request.durability != "full" && request.durability != "none") {
    return usage("unknown --durability `" + excerpt(request.durability) + "`",
                 "--durability full or --durability none");
  }
  effort.durable = request.durability == "full";
  return effort;
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

std::string title_of_fix(const std::string& id) {
  const auto entry = catalog::find("fix:" + id);
  return entry ? std::string(entry->title) : std::string();
}

std::map<std::string, std::uint64_t> counts_of(const json::Dom& dom) {
  std::map<std::string, std::uint64_t> out;
  for (const auto& [name, count] : dom.items()) {
    if (count != 0) out.emplace(name, count);
  }
  return out;
}

BorderAnswer border_of(const json::Dom& dom) {
  return {.verdict = dom.at("verdict"),
          .similarity = dom.at("similarity"),
          .response = dom.at("response"),
          .removed = dom.at("removed"),
          .id = dom.at("id"),
          .record = dom.at("record"),
          .other_id = dom.at("other_id"),
          .other_record = dom.at("other_record"),
          .instruction = dom.at("instruction"),
          .difference = dom.at("difference")};
}

LabelAnswer label_of(const json::Dom& dom) {
  return {.verdict = dom.at("verdict"),
          .similarity = dom.at("similarity"),
          .id = dom.at("id"),
          .other_id = dom.at("other_id"),
          .instruction = dom.at("instruction"),
          .other_instruction = dom.at("other_instruction"),
          .response = dom.at("response"),
          .other_response = dom.at("other_response"),
          .difference = dom.at("difference")};
}

DedupAnswer dedup_of(const json::Dom& report) {
  DedupAnswer answer{.pairs = report.at("pairs"),
                     .kept = report.at("kept"),
                     .threshold = report.at("threshold"),
                     .removed = counts_of(report.at("removed")),
                     .found = counts_of(report.at("edges"))};
  for (const json::Dom& row : report.at("thresholds")) {
    answer.thresholds.push_back(
        {.threshold = row.at("threshold"), .removed = row.at("removed"), .kept = row.at("kept")});
  }
  if (report.contains("semantic_threshold")) {
    answer.semantic_threshold = report.at("semantic_threshold");
    for (const json::Dom& row : report.at("semantic_thresholds")) {
      answer.semantic_thresholds.push_back(
          {.threshold = row.at("threshold"), .removed = row.at("removed"), .kept = row.at("kept")});
    }
  }
  for (const json::Dom& row : report.at("sources")) {
    answer.sources.push_back({.source = row.at("source"),
                              .pairs = row.at("pairs"),
                              .equal = row.at("equal"),
                              .near = row.at("near"),
                              .wiped_out = row.at("wiped_out")});
  }
  for (const json::Dom& sample : report.at("samples"))
    answer.border.push_back(border_of(sample));
  for (const json::Dom& label : report.value("labels", json::Dom::array()))
    answer.labels.push_back(label_of(label));
  answer.notes = report.value("notes", std::vector<std::string>());
  return answer;
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
  if (!outcome.duplicates.is_null()) answer.dedup = dedup_of(outcome.duplicates);
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
    return usage("no source is named", "name a file, a folder, a glob or dataset:NAME");
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

namespace {

std::vector<GateAnswer::Border> borders_of(const std::vector<pipeline::BorderPair>& pairs) {
  std::vector<GateAnswer::Border> out;
  for (const pipeline::BorderPair& pair : pairs)
    out.push_back({pair.score, pair.id, pair.file, pair.record, pair.line});
  return out;
}

void add_gates(const pipeline::Tally& tally, ExportAnswer& answer) {
  for (const auto& [name, total] : tally.gates.gates) {
    answer.gates.push_back({.name = name,
                            .least = total.least,
                            .judged = total.judged,
                            .dropped = total.dropped,
                            .not_known = total.not_known,
                            .passed = borders_of(total.passed),
                            .failed = borders_of(total.failed)});
  }
  answer.overrides = tally.overrides;
  if (!tally.scores.empty()) {
    answer.scores_json = json::to_text(pipeline::score_summary_dom(tally.scores));
  }
}

}  // namespace

ExportAnswer answer_of(const pipeline::Tally& tally,
                       const std::vector<pipeline::ExportedFile>& files) {
  ExportAnswer answer;
  answer.records = tally.records();
  answer.exported = tally.count(Fate::kExported);
  answer.filtered = tally.count(Fate::kFiltered);
  answer.duplicates = tally.count(Fate::kDuplicate);
  answer.quarantined = tally.count(Fate::kQuarantined);
  answer.held = tally.count(Fate::kHeld);
  for (const pipeline::ExportedFile& file : files) {
    answer.files.push_back(
        {.path = file.path, .bytes = file.bytes, .rows = file.rows, .sha256 = file.sha256});
  }
  for (const auto& [code, total] : tally.findings) {
    answer.findings.push_back({.code = code, .severity = total.severity, .count = total.count});
  }
  for (const pipeline::FindingExample& example : tally.examples) {
    answer.examples.push_back({.code = example.code,
                               .severity = example.severity,
                               .file = example.file,
                               .record = example.record,
                               .line = example.line,
                               .column = example.column,
                               .byte = example.byte,
                               .field = example.field,
                               .detail = example.detail,
                               .excerpt = example.excerpt,
                               .caret = example.caret});
  }
  for (const auto& [id, count] : tally.fixes)
    answer.fixes.push_back({.id = id, .title = title_of_fix(id), .count = count});
  add_gates(tally, answer);
  answer.reasons = tally.reasons;
  answer.not_held = tally.not_held;
  return answer;
}

Result<ExportAnswer> run_export(const ExportRequest& request, const Session& session) {
  if (request.to.empty())
    return usage("no output format is named", "--to jsonl, or see bmo list formats");
  if (request.out.empty()) return usage("no output folder is named", "--out FOLDER");
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
