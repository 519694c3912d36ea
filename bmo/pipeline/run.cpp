// The two passes of an export and what stands around them.
#include "bmo/pipeline/run.hpp"

#include <algorithm>
#include <set>

#include "bmo/base/check.hpp"
#include "bmo/pipeline/blocks.hpp"
#include "bmo/pipeline/delivery.hpp"
#include "bmo/pipeline/folder.hpp"
#include "bmo/pipeline/guard.hpp"
#include "bmo/pipeline/indexed_pass.hpp"
#include "bmo/pipeline/prepare.hpp"
#include "bmo/pipeline/proof.hpp"
#include "bmo/pipeline/resolve.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/pipeline/sketches.hpp"

namespace bmo::pipeline {
namespace {

/// What the whole set decided.
struct Verdicts {
  Decisions decisions;
  std::optional<Duplicates> duplicates;
};

/// One run over its inputs: what both kinds of run share.
class Run {
 public:
  Run(const RunRequest& request, const Recipe& recipe, const Effort& effort,
      const RunContext& context)
      : request_(request), recipe_(recipe), effort_(effort), context_(context) {}

  Status open() {
    BMO_TRY_AS(inputs_, open_inputs(context_.disk, request_.sources));
    BMO_TRY_AS(plan_, make_plan(context_.disk, recipe_, inputs_));
    if (!recipe_.mapping_text.empty()) {
      BMO_TRY_AS(mapping_, formats::parse_mapping(recipe_.mapping_text, "the mapping"));
    }
    for (const OpenedInput& input : inputs_) {
      names_.push_back(input.name);
      outcome_.input_bytes += input.bytes;
    }
    if (!inputs_.empty()) {
      outcome_.folder = inputs_[0].input.display();
      outcome_.folder.resize(outcome_.folder.size() - inputs_[0].name.size());
    }
    if (!recipe_.where.empty() || !recipe_.gates.where.empty() || !recipe_.dedup.keep.empty()) {
      BMO_TRY(collect_score_names());
      BMO_TRY(check_filter(prepare_context(nullptr, nullptr)));
    }
    return check_budget_score();
  }

  Result<RunOutcome> to_folder();
  Result<RunOutcome> dry();
  Result<RunOutcome> duplicates();

 private:
  PrepareContext prepare_context(const std::vector<StreamPlan>* streams,
                                 const Verdicts* verdicts) const {
    return {.recipe = recipe_,
            .mapping = recipe_.mapping_text.empty() ? nullptr : &mapping_,
            .file_names = names_,
            .score_names = score_names_,
            .streams = streams,
            .decisions = verdicts != nullptr ? &verdicts->decisions : nullptr,
            .duplicates =
                verdicts != nullptr && verdicts->duplicates ? &*verdicts->duplicates : nullptr,
            .judges = recipe_.scores ? &judges_ : nullptr,
            .profiles = context_.profiles,
            .encoder = context_.encoder};
  }

  formats::ReadOptions read_options() const {
    return {.batch_records = effort_.batch_records,
            .max_record_bytes = recipe_.max_record_bytes,
            .mapped = !recipe_.mapping_text.empty()};
  }

  /// A batch holds its rows as each output wants them.
  std::size_t read_ahead() const { return 10 / std::max<std::size_t>(recipe_.outputs.size(), 1); }

  Status scan_from(const ScanMark& mark, std::string_view phase, const PrepareContext& prepare,
                   const std::vector<Stage>& stages) {
    return scan(
        context_.disk, inputs_, mark,
        {.read = read_options(), .effort = effort_, .phase = phase, .read_ahead = read_ahead()},
        context_.stop, context_.progress, [&prepare] { return make_preparer(prepare); }, stages,
        outcome_.notes);
  }

  /// What scores judge depends on the set, as coherence does: a sample comes first.
  Status sample_set();
  /// A filter may name any imported score; which there are is seen in the first records of each
  /// input.
  Status collect_score_names();
  /// As for filters: what no first record has is a mistake, and nothing is written for it.
  Status check_budget_score();
  Status run_pass(std::string_view phase, const std::string& journal_folder,
                  const PrepareContext& prepare, const std::vector<BlockWriter*>& writers,
                  PassState& state);
  /// Pass one with the help of an index; nothing: there is none for this run.
  Result<std::optional<PrintParts>> check_by_index(const std::string& work, KeysWriter& keys);
  /// Gives the fingerprints, where they are asked for.
  Result<PrintParts> check_first(const std::string& work, KeysWriter& keys, PrintsWriter& prints);
  /// Reads again the pairs of which a sketch says too little.
  Status complete_prints(PrepareContext prepare, const PrintFiles& sketches);
  Result<Verdicts> decide_globally(const std::string& work);
  Status publish_decisions(const std::string& work, const Decisions& decisions);
  Result<Verdicts> decide_in_scratch();
  Result<std::optional<Verdicts>> decided_before(const std::string& work);
  /// The inputs' times differ from the plan's: what was read before must still be there.
  Status recheck_read_part(const PassState& state);
  Result<RunOutcome> complete_already(const json::Dom& manifest);
  /// Would the gates drop more than they may?
  bool is_held();
  Status hold_back(ExportFolder& folder);
  Status publish(ExportFolder& folder, const std::vector<StreamPlan>& streams,
                 std::vector<std::vector<Shard>> shards);
  Result<std::vector<std::vector<Shard>>> write_streams(const ExportFolder& folder,
                                                        const std::vector<StreamPlan>& streams,
                                                        const PrepareContext& prepare);
  Result<std::optional<std::vector<std::vector<Shard>>>> finished_shards(
      const ExportFolder& folder, const std::vector<StreamPlan>& streams);

  const RunRequest& request_;
  const Recipe& recipe_;
  const Effort& effort_;
  const RunContext& context_;
  std::vector<OpenedInput> inputs_;
  std::vector<std::string> names_;
  std::vector<std::string> score_names_;
  formats::Mapping mapping_;
  SetJudges judges_;
  std::optional<PrintIndex> index_;  ///< While what it holds is read.
  Plan plan_;
  bool times_differ_ = false;
  RunOutcome outcome_;
};

Status Run::sample_set() {
  if (!recipe_.scores || judges_.coherence) return ok();
  checks::CoherenceSample sample;
  const formats::Mapping* mapping = recipe_.mapping_text.empty() ? nullptr : &mapping_;
  BMO_TRY(scan(
      context_.disk, inputs_, {}, {.read = read_options(), .effort = effort_, .phase = "sampling"},
      context_.stop, context_.progress, [&] { return make_pair_reader(recipe_, mapping, sample); },
      {[&sample](Item& item) -> Status {
        sample.add(item.batch);
        return ok();
      }},
      outcome_.notes));
  BMO_TRY_AS(judges_, prepare_judges(recipe_, sample));
  if (!judges_.note().empty()) outcome_.notes.push_back(judges_.note());
  return ok();
}

Status Run::collect_score_names() {
  formats::RecordReader reader(recipe_.mapping_text.empty() ? nullptr : &mapping_);
  std::set<std::string> names;
  for (const OpenedInput& input : inputs_) {
    BMO_TRY_AS(const auto source,
               input.container->open(context_.disk, input.input, read_options(), {}));
    auto chunk = source->next();
    if (!chunk || !*chunk) continue;
    Batch batch;
    BMO_TRY((*chunk)->split(batch));
    reader.read(batch);
    for (const Metadata& metadata : batch.metadata) {
      for (const Score& score : metadata.scores)
        names.insert(std::string(score.name));
    }
  }
  score_names_.assign(names.begin(), names.end());
  return ok();
}

Status Run::check_budget_score() {
  if (!recipe_.budgets.is_asked() || own_score_index(recipe_.budgets.by)) return ok();
  if (score_names_.empty()) BMO_TRY(collect_score_names());
  const bool is_known = std::ranges::count(score_names_, recipe_.budgets.by) != 0;
  return is_known || inputs_.empty() ? ok() : Status(no_such_score(recipe_.budgets));
}

Status Run::run_pass(std::string_view phase, const std::string& journal_folder,
                     const PrepareContext& prepare, const std::vector<BlockWriter*>& writers,
                     PassState& state) {
  BMO_TRY(context_.disk.make_directories(journal_folder));
  Journal journal(context_.disk, journal_folder, effort_.durable);
  BMO_TRY_AS(state, resume_pass(journal, writers));
  outcome_.resumed = outcome_.resumed || state.blocks > 0;
  if (state.complete) return ok();
  if (state.blocks > 0 && times_differ_) BMO_TRY(recheck_read_part(state));
  const ScanMark mark = state.mark;
  BlockSink sink(recipe_, names_, writers, journal, std::move(state));
  Status scanned = scan_from(mark, phase, prepare, sink.stages());
  if (!scanned) {
    BMO_TRY(journal.drain());
    return scanned;
  }
  BMO_TRY(sink.finish());
  state = sink.state();
  return ok();
}

Result<std::optional<PrintParts>> Run::check_by_index(const std::string& work, KeysWriter& keys) {
  // A run that began without an index goes on without it.
  const bool is_asked = needs_prints(recipe_) && !context_.disk.exists(io::join(work, "pass1"));
  if (!is_asked) return std::optional<PrintParts>();
  open_index(context_.disk, request_.index, recipe_, effort_.durable, outcome_.notes, index_);
  if (!index_) return std::optional<PrintParts>();
  const auto scan_one = [this](std::size_t file, const std::function<Status(Item&)>& consume) {
    PrepareContext prepare = prepare_context(nullptr, nullptr);
    prepare.file_names = {names_[file]};
    prepare.names_files = false;
    return scan(
        context_.disk, {inputs_[file]}, {},
        {.read = read_options(), .effort = effort_, .phase = "checking"}, context_.stop,
        context_.progress, [&prepare] { return make_preparer(prepare); }, {consume},
        outcome_.notes);
  };
  BMO_TRY_AS(PrintParts parts, run_indexed_pass(*index_,
                                                {.disk = context_.disk,
                                                 .recipe = recipe_,
                                                 .files = plan_.inputs,
                                                 .scan = scan_one,
                                                 .notes = outcome_.notes},
                                                keys));
  return std::optional(std::move(parts));
}

/// Pass one: the keys of all pairs that passed the gates, and their fingerprints where asked for.
Result<PrintParts> Run::check_first(const std::string& work, KeysWriter& keys,
                                    PrintsWriter& prints) {
  std::vector<BlockWriter*> writers{&keys};
  if (needs_prints(recipe_)) {
    BMO_TRY(context_.disk.make_directories(prints.files().directory));
    writers.push_back(&prints);
  }
  BMO_TRY_AS(std::optional<PrintParts> parts, check_by_index(work, keys));
  if (parts) return *std::move(parts);
  BMO_TRY(sample_set());
  PrepareContext prepare = prepare_context(nullptr, nullptr);
  if (prints.takes_sketches()) prepare.detail = dedup::Fingerprinter::Detail::kSketch;
  PassState state;
  BMO_TRY(run_pass("checking", io::join(work, "pass1"), prepare, writers, state));
  if (prints.takes_sketches()) BMO_TRY(complete_prints(prepare, prints.files()));
  return PrintParts{{.files = prints.files()}};
}

Status Run::complete_prints(PrepareContext prepare, const PrintFiles& sketches) {
  BMO_TRY_AS(const SketchMatches matches,
             find_sketch_matches(context_.disk, sketches, effort_.memory_bytes / 4));
  BMO_TRY_AS(auto prints, PrintsFromSketches::create(context_.disk, sketches, matches));
  if (matches.records.empty()) return prints.finish();
  prepare.detail = dedup::Fingerprinter::Detail::kKeys;
  prepare.only = &matches.records;
  BMO_TRY(scan_from({}, "comparing", prepare, {[&](Item& item) { return prints.take(item); }}));
  return prints.finish();
}

Result<std::optional<Verdicts>> Run::decided_before(const std::string& work) {
  const std::string path = io::join(work, "decisions.json");
  if (!context_.disk.exists(path)) return std::optional<Verdicts>();
  BMO_TRY_AS(const std::string text, io::read_file(context_.disk, path));
  const auto dom = unsealed(text);
  if (!dom) return std::optional<Verdicts>();
  Verdicts verdicts{.decisions = decisions_of(*dom), .duplicates = {}};
  if (!needs_prints(recipe_)) return std::optional<Verdicts>(std::move(verdicts));
  BMO_TRY_AS(auto placed, read_entries<PlacedMember>(context_.disk, io::join(work, "placed"),
                                                     dom->at("placed")));
  if (!placed) return std::optional<Verdicts>();
  if (!placed->empty()) {
    verdicts.decisions.placed =
        std::make_shared<const std::vector<PlacedMember>>(*std::move(placed));
  }
  BMO_TRY_AS(std::optional<Resolved> resolved,
             resolved_before(context_.disk, io::join(work, "prints")));
  if (!resolved) return std::optional<Verdicts>();
  verdicts.duplicates = std::move(resolved->duplicates);
  if (recipe_.dedup.is_asked()) outcome_.duplicates = std::move(resolved->report);
  return std::optional<Verdicts>(std::move(verdicts));
}

Result<Verdicts> Run::decide_globally(const std::string& work) {
  BMO_TRY_AS(std::optional<Verdicts> before, decided_before(work));
  if (before) {
    outcome_.splits = before->decisions.splits;
    return *std::move(before);
  }
  KeysWriter keys(context_.disk, io::join(work, "keys"));
  // An index keeps fingerprints for other runs.
  PrintsWriter prints(context_.disk, io::join(work, "prints"),
                      takes_sketches(recipe_) && request_.index.empty());
  BMO_TRY_AS(const PrintParts parts, check_first(work, keys, prints));
  Verdicts verdicts;
  Resolved resolved;
  if (needs_prints(recipe_)) {
    if (context_.progress) context_.progress({.phase = "finding duplicates"});
    BMO_TRY_AS(resolved, resolve_duplicates({.disk = context_.disk,
                                             .stop = context_.stop,
                                             .rules = recipe_.dedup,
                                             .split_by = splits_groups(recipe_) ? recipe_.split_by
                                                                                : SplitBy::kPair,
                                             .effort = effort_,
                                             .directory = prints.files().directory,
                                             .parts = parts,
                                             .memory = index_ ? index_->folder() : std::string(),
                                             .notes = &outcome_.notes}));
    index_.reset();
    verdicts.duplicates = std::move(resolved.duplicates);
  }
  if (recipe_.dedup.is_asked()) outcome_.duplicates = std::move(resolved.report);
  BMO_TRY_AS(verdicts.decisions,
             decide(context_.disk, keys.path(), keys.bytes(), recipe_,
                    verdicts.duplicates ? &*verdicts.duplicates : nullptr, resolved.groups));
  BMO_TRY(publish_decisions(work, verdicts.decisions));
  outcome_.splits = verdicts.decisions.splits;
  return verdicts;
}

Status Run::publish_decisions(const std::string& work, const Decisions& decisions) {
  json::Dom dom = decisions_dom(decisions);
  if (needs_prints(recipe_)) {
    static const std::vector<PlacedMember> kNone;
    BMO_TRY_AS(dom["placed"], write_entries<PlacedMember>(
                                  context_.disk, io::join(work, "placed"),
                                  decisions.placed ? *decisions.placed : kNone, effort_.durable));
  }
  return io::publish_file(context_.disk, io::join(work, "decisions.json"), sealed(std::move(dom)),
                          effort_.durable);
}

Status Run::recheck_read_part(const PassState& state) {
  MultisetHash sum;
  std::uint64_t seen = 0;
  for (const OpenedInput& input : inputs_) {
    if (seen == state.mark.records) break;
    BMO_TRY_AS(const auto reader,
               input.container->open(context_.disk, input.input, read_options(), {}));
    while (seen < state.mark.records) {
      BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, reader->next());
      if (!chunk) break;
      Batch batch;
      BMO_TRY(chunk->split(batch));
      for (const Record& record : batch.records) {
        if (seen < state.mark.records) sum.add(hash128(record.raw, ++seen));
      }
    }
  }
  if (seen == state.mark.records && sum == state.tally.input) return ok();
  return Error{.kind = ErrorKind::kMismatch,
               .code = "E_INPUT_CHANGED",
               .message = "an input was edited since the earlier run read it",
               .why = "the records read before do not add up to the same hash",
               .hint = "add --restart to discard the earlier run, or name a new --out folder"};
}

Result<RunOutcome> Run::complete_already(const json::Dom& manifest) {
  BMO_TRY_AS(const Plan earlier, plan_of(manifest));
  BMO_TRY(check_same_work(earlier, plan_, request_.out));
  outcome_.tally = tally_of(manifest.at("tally"));
  outcome_.files = files_of(manifest);
  outcome_.already_complete = true;
  return outcome_;
}

/// The shards of a run whose last block was committed, each at its working or its final name; empty
/// where the run is not that far, or where one of them is gone.
Result<std::optional<std::vector<std::vector<Shard>>>> Run::finished_shards(
    const ExportFolder& folder, const std::vector<StreamPlan>& streams) {
  using Shards = std::vector<std::vector<Shard>>;
  Journal journal(context_.disk, io::join(folder.work(), "pass2"), effort_.durable);
  BMO_TRY_AS(const std::vector<json::Dom> records, journal.load());
  if (records.empty() || !records.back().value("last", false)) return std::optional<Shards>();
  Shards shards;
  for (std::size_t s = 0; s < streams.size(); ++s) {
    StreamState state;
    for (const json::Dom& record : records)
      BMO_TRY(fold(record.at("part").at(s), state));
    const Stream stream(context_.disk, folder.work(), streams[s].card);
    for (const Shard& shard : state.finished) {
      std::string path = stream.shard_path(shard.index);
      if (!context_.disk.exists(path)) {
        path = io::join(folder.path(),
                        final_path(recipe_, streams[s], shard.index, state.finished.size()));
      }
      if (!context_.disk.exists(path)) return std::optional<Shards>();
      BMO_TRY_AS(const auto file, context_.disk.open(path, io::Open::kRead));
      const auto sha = hash_prefix(*file, path, shard.file.bytes);
      BMO_TRY_AS(const io::FileInfo info, file->info());
      if (!sha || *sha != shard.file.sha256 || info.bytes != shard.file.bytes) {
        return std::optional<Shards>();
      }
    }
    shards.push_back(std::move(state.finished));
  }
  if (recipe_.dedup.is_asked()) {
    BMO_TRY_AS(std::optional<Resolved> resolved,
               resolved_before(context_.disk, io::join(folder.work(), "prints")));
    if (!resolved) return std::optional<Shards>();
    outcome_.duplicates = std::move(resolved->report);
  }
  outcome_.tally = tally_of(records.back().at("tally"));
  outcome_.resumed = true;
  return std::optional<Shards>(std::move(shards));
}

bool Run::is_held() {
  outcome_.breaches = breaches_of(recipe_, outcome_.tally);
  outcome_.held = !outcome_.breaches.empty() && !request_.accept_loss;
  return outcome_.held;
}

/// The folder is left as if the run had not begun, but for the numbers.
Status Run::hold_back(ExportFolder& folder) {
  hold(outcome_.tally);
  BMO_TRY(folder.discard());
  BMO_TRY(folder.remove_work());
  return publish_held(context_.disk, folder.path(), outcome_.tally, outcome_.breaches,
                      effort_.durable);
}

Status Run::publish(ExportFolder& folder, const std::vector<StreamPlan>& streams,
                    std::vector<std::vector<Shard>> shards) {
  if (!outcome_.tally.conserved()) {
    return Error{.kind = ErrorKind::kInternal,
                 .code = "E_CONSERVATION",
                 .message = "the records read and the fates given do not add up",
                 .why = "the multiset hash of the input differs from the sum over fates",
                 .hint = "please report this; nothing was published, the input is untouched"};
  }
  std::vector<StreamSize> sizes;
  for (const std::vector<Shard>& written : shards)
    sizes.push_back(size_of(written));
  judge_sets(recipe_, streams, sizes, outcome_.tally);
  const Publication publication{.disk = context_.disk,
                                .out = folder.path(),
                                .durable = effort_.durable,
                                .recipe = recipe_,
                                .plan = plan_,
                                .streams = streams,
                                .shards = std::move(shards),
                                .tally = outcome_.tally,
                                .duplicates = outcome_.duplicates};
  BMO_TRY_AS(const std::vector<ExportedFile> files, place_files(publication));
  const json::Dom manifest = manifest_dom(publication, files);
  BMO_TRY(prove(context_, folder.path(), streams, files, effort_.threads));
  BMO_TRY(check_untouched(context_.disk, plan_, inputs_));
  BMO_TRY(publish_manifest(publication, manifest));
  outcome_.files = files_of(manifest);
  return folder.remove_work();
}

/// Pass two: all that the export holds, as shards under their working names.
Result<std::vector<std::vector<Shard>>> Run::write_streams(const ExportFolder& folder,
                                                           const std::vector<StreamPlan>& streams,
                                                           const PrepareContext& prepare) {
  std::vector<std::unique_ptr<StreamWriter>> writers;
  std::vector<BlockWriter*> lent;
  for (const StreamPlan& stream : streams) {
    writers.push_back(
        std::make_unique<StreamWriter>(context_.disk, folder.work(), stream.card, writers.size()));
    lent.push_back(writers.back().get());
  }
  PassState state;
  BMO_TRY(run_pass("exporting", io::join(folder.work(), "pass2"), prepare, lent, state));
  outcome_.tally = std::move(state.tally);
  std::vector<std::vector<Shard>> shards;
  for (const auto& writer : writers)
    shards.push_back(writer->shards());
  return shards;
}

Result<RunOutcome> Run::to_folder() {
  BMO_TRY_AS(ExportFolder folder, ExportFolder::open(context_.disk, request_.out, effort_.durable));
  if (request_.restart) BMO_TRY(folder.discard());
  BMO_TRY_AS(const std::optional<json::Dom> manifest, folder.manifest());
  if (manifest) {
    BMO_TRY_AS(RunOutcome outcome, complete_already(*manifest));
    BMO_TRY(folder.remove_work());
    return outcome;
  }
  BMO_TRY_AS(const std::optional<Plan> earlier, folder.plan());
  if (earlier) {
    BMO_TRY(check_same_work(*earlier, plan_, request_.out));
    for (std::size_t i = 0; i < plan_.inputs.size(); ++i) {
      times_differ_ = times_differ_ || !earlier->inputs[i].same_file(plan_.inputs[i]);
    }
  } else {
    BMO_TRY(context_.disk.remove(io::join(folder.path(), own_path("held.json"))));
    BMO_TRY(folder.publish_plan(plan_));
  }
  const std::vector<StreamPlan> streams = plan_streams(recipe_);
  BMO_TRY_AS(std::optional<std::vector<std::vector<Shard>>> shards,
             finished_shards(folder, streams));
  if (!shards) {
    Verdicts verdicts;
    const bool decided = needs_decisions(recipe_);
    if (decided) {
      BMO_TRY_AS(verdicts, decide_globally(folder.work()));
    }
    if (verdicts.duplicates && !request_.accept_loss) {
      outcome_.wiped_out = wiped_out(outcome_.duplicates);
      if (!outcome_.wiped_out.empty()) return outcome_;
    }
    BMO_TRY(sample_set());
    const PrepareContext prepare = prepare_context(&streams, decided ? &verdicts : nullptr);
    BMO_TRY_AS(shards, write_streams(folder, streams, prepare));
  }
  if (is_held()) {
    BMO_TRY(hold_back(folder));
    return outcome_;
  }
  BMO_TRY(publish(folder, streams, std::move(*shards)));
  return outcome_;
}

/// The verdicts of a run that leaves nothing behind.
Result<Verdicts> Run::decide_in_scratch() {
  BMO_TRY(context_.disk.make_directories(request_.scratch));
  auto verdicts = decide_globally(request_.scratch);
  BMO_TRY(remove_tree(context_.disk, request_.scratch));
  return verdicts;
}

Result<RunOutcome> Run::duplicates() {
  BMO_TRY(decide_in_scratch());
  if (!request_.accept_loss) outcome_.wiped_out = wiped_out(outcome_.duplicates);
  return outcome_;
}

Result<RunOutcome> Run::dry() {
  const std::vector<StreamPlan> streams = plan_streams(recipe_);
  const bool encodes = !recipe_.outputs.empty();
  std::optional<Verdicts> verdicts;
  if (needs_decisions(recipe_)) {
    BMO_TRY_AS(verdicts, decide_in_scratch());
  }
  BMO_TRY(sample_set());
  const PrepareContext prepare =
      prepare_context(encodes ? &streams : nullptr, verdicts ? &*verdicts : nullptr);
  std::vector<ExportedFile> files(streams.size());
  if (recipe_.tokens.sum_up) outcome_.seen.emplace(recipe_.tokens.cutoff);
  const auto consume = [&](Item& item) -> Status {
    for (const Hash128 hash : item.raw_hashes)
      outcome_.tally.input.add(hash);
    outcome_.tally.add(item, 0, item.batch.size(), names_[item.input]);
    if (item.seen && outcome_.seen) outcome_.seen->merge(*item.seen);
    if (context_.watch) BMO_TRY(context_.watch(item, inputs_[item.input].input.display()));
    for (std::size_t s = 0; s < item.streams.size(); ++s) {
      files[s].rows += item.streams[s].encoded.rows();
      for (const std::uint32_t size : item.streams[s].encoded.sizes)
        files[s].bytes += size;
    }
    return check_max_bad(recipe_.max_bad, outcome_.tally, false);
  };
  BMO_TRY(scan_from({}, "checking", prepare, {consume}));
  BMO_TRY(check_max_bad(recipe_.max_bad, outcome_.tally, true));
  if (is_held()) hold(outcome_.tally);
  if (encodes) {
    std::vector<StreamSize> sizes;
    for (std::size_t s = 0; s < streams.size(); ++s)
      sizes.push_back(size_of(files[s].rows, files[s].bytes, streams[s].card.shard_bytes));
    judge_sets(recipe_, streams, sizes, outcome_.tally);
  }
  for (std::size_t s = 0; s < streams.size() && encodes; ++s) {
    if (streams[s].kind != StreamKind::kData || files[s].rows == 0) continue;
    files[s].path = final_path(recipe_, streams[s], 0, 1);
    outcome_.files.push_back(files[s]);
  }
  return outcome_;
}

}  // namespace

Result<RunOutcome> run_export(const RunRequest& request, const Recipe& recipe, const Effort& effort,
                              const RunContext& context) {
  Run run(request, recipe, effort, context);
  BMO_TRY(run.open());
  return run.to_folder();
}

Result<RunOutcome> run_dry(const RunRequest& request, const Recipe& recipe, const Effort& effort,
                           const RunContext& context) {
  Run run(request, recipe, effort, context);
  BMO_TRY(run.open());
  return run.dry();
}

Result<RunOutcome> run_duplicates(const RunRequest& request, const Recipe& recipe,
                                  const Effort& effort, const RunContext& context) {
  Run run(request, recipe, effort, context);
  BMO_TRY(run.open());
  return run.duplicates();
}

}  // namespace bmo::pipeline
