// Reads the settings, sends every pair through every chapter, and collects what they say.
#include "bmo/app/analyze.hpp"

#include <algorithm>
#include <chrono>

#include "bmo/app/dataset.hpp"
#include "bmo/app/export.hpp"
#include "bmo/app/history.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/app/outside_texts.hpp"
#include "bmo/app/points.hpp"
#include "bmo/app/side_import.hpp"
#include "bmo/app/side_records.hpp"
#include "bmo/app/trainings.hpp"
#include "bmo/app/versions.hpp"
#include "bmo/base/text.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/metrics/kit/competitive_index.hpp"
#include "bmo/pipeline/dedup_rules.hpp"
#include "bmo/pipeline/run.hpp"
#include "bmo/pipeline/scoring.hpp"
#include "bmo/workspace/analysis_config.hpp"
#include "bmo/workspace/workspace.hpp"

namespace bmo::app {
namespace {

using metrics::MetricEntry;

Result<std::vector<const MetricEntry*>> chosen_chapters(const std::vector<std::string>& ids) {
  const auto all = metrics::all();
  std::vector<const MetricEntry*> out;
  std::vector<std::string_view> known;
  for (const MetricEntry* metric : all)
    known.push_back(metric->card->id);
  for (const std::string& id : ids) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_METRIC",
                 .message = "there is no chapter `" + excerpt(id) + "`" + did_you_mean(id, known),
                 .hint = "bmo list metrics names them"};
  }
  for (const MetricEntry* metric : all) {
    if (ids.empty() || std::find(ids.begin(), ids.end(), metric->card->id) != ids.end())
      out.push_back(metric);
  }
  std::stable_sort(out.begin(), out.end(), [](const MetricEntry* a, const MetricEntry* b) {
    return a->card->order < b->card->order;
  });
  return out;
}

/// The bmo.toml that was named, else that of the workspace around the working directory, else none.
Result<std::string> config_path(const std::string& named, io::Disk& disk) {
  if (!named.empty()) return named;
  const Result<std::string> root = workspace::find_root(disk, ".");
  if (root) return workspace::below(*root, workspace::kConfigName);
  if (root.error().code == "E_NO_WORKSPACE") return std::string();
  return root.error();
}

std::string beside(const std::string& path, const std::string& name) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos || name.starts_with('/') ? name
                                                             : path.substr(0, slash + 1) + name;
}

std::optional<metrics::Range> range_of(const std::optional<workspace::ThreeNumbers>& three) {
  if (!three) return std::nullopt;
  return metrics::Range{(*three)[0], (*three)[1], (*three)[2]};
}

void note_skipped(std::uint64_t skipped, const std::string& path, std::vector<std::string>& notes) {
  if (skipped != 0)
    notes.push_back(path + ": " + format_count(skipped) + " records could not be read");
}

Result<metrics::Settings> settings_of(const workspace::AnalysisConfig& config,
                                      const std::string& path, io::Disk& disk,
                                      std::vector<std::string>& notes) {
  const auto& [novelty, soundness, topics, voice] = config.index_weights;
  metrics::Settings out{.index = {novelty, soundness, topics, voice},
                        .voice_reference = config.voice_reference,
                        .currency = config.currency,
                        .hourly_rate = range_of(config.hourly_rate),
                        .minutes_to_write = range_of(config.minutes_to_write),
                        .minutes_to_review = range_of(config.minutes_to_review),
                        .yearly_benefit = range_of(config.yearly_benefit),
                        .licence_price = range_of(config.licence_price),
                        .setup_hours = config.setup_hours,
                        .probability = config.probability,
                        .years = config.years};
  for (const auto& [topic, share] : config.topics)
    out.topics.push_back({topic, share});
  for (const auto& [score, scale] : config.scales)
    out.scales.push_back({score, scale[0], scale[1]});
  if (!config.attempts.empty()) {
    const std::string file = beside(path, config.attempts);
    std::uint64_t skipped = 0;
    BMO_TRY_AS(out.attempts, read_attempts(disk, file, skipped));
    note_skipped(skipped, file, notes);
  }
  if (!config.time.empty()) {
    const std::string file = beside(path, config.time);
    std::uint64_t skipped = 0;
    BMO_TRY_AS(out.times, read_times(disk, file, skipped));
    note_skipped(skipped, file, notes);
  }
  return out;
}

/// Soundness costs all checks: it is worked out where a chapter tells it.
bool tells_soundness(const std::vector<const MetricEntry*>& chapters) {
  return std::any_of(chapters.begin(), chapters.end(), [](const MetricEntry* chapter) {
    const std::string_view id = chapter->card->id;
    return id == "quality" || id == "trends" || id == "comparison" || id == "value";
  });
}

/// What an analysis asks of a run.
Result<pipeline::Recipe> recipe_of(const AnalyzeRequest& request, bool scores,
                                   const std::string& mapping, io::Disk& disk) {
  pipeline::Recipe recipe;
  recipe.scores = scores;
  BMO_TRY_AS(recipe.checks, pipeline::parse_checks(scores ? "all" : "core"));
  if (scores) {
    BMO_TRY_AS(recipe.points, own_points(disk, request.config));
  }
  BMO_TRY_AS(recipe.mapping_text, mapping_text(disk, mapping));
  recipe.where = request.where;
  return recipe;
}

using Chapters = std::vector<const MetricEntry*>;

/// What makes directions of instructions, where a chapter looks at them; nullptr where none does.
Result<std::unique_ptr<embed::Encoder>> encoder_for(const AnalyzeRequest& request,
                                                    const Chapters& chapters, io::Disk& disk,
                                                    metrics::Settings& settings) {
  const bool is_asked =
      request.encoder != "none" && std::ranges::any_of(chapters, [](const MetricEntry* chapter) {
        return chapter->card->directions;
      });
  if (!is_asked) return std::unique_ptr<embed::Encoder>();
  BMO_TRY_AS(std::unique_ptr<embed::Encoder> encoder, embed::open_encoder(request.encoder, disk));
  const embed::EncoderCard& card = encoder->card();
  settings.space = {.encoder = card.id,
                    .language = card.language,
                    .near_cosine = pipeline::fitted_cosines(card).threshold};
  const bool many_may_ask = card.id == "static" || card.id == "ngrams";
  return many_may_ask ? std::move(encoder) : embed::one_at_a_time(std::move(encoder));
}

/// What one pair of a batch shows the chapters.
metrics::Observation observed(const pipeline::Item& item, std::size_t row) {
  const std::size_t soundness = *pipeline::own_score_index("bmo_soundness");
  const bool has_direction = item.directions.size() != 0 && item.directions.inverse_norms[row] > 0;
  return {.pair = item.batch.pairs[row],
          .profile = item.profiles[row],
          .soundness = item.scores.empty() ? kAbsent : item.scores[soundness][row],
          .direction = has_direction ? item.directions.row(row) : std::span<const std::int8_t>()};
}

bool is_among(const Chapters& chapters, std::string_view id) {
  return std::ranges::any_of(chapters,
                             [id](const MetricEntry* entry) { return entry->card->id == id; });
}

/// What bmo.toml names beside the set, as far as the chapters look at it.
Status add_outside_texts(const workspace::AnalysisConfig& config, const Chapters& chapters,
                         const OutsideReader& reader, metrics::Settings& settings) {
  if (is_among(chapters, "topics")) {
    BMO_TRY_AS(settings.described, described_topics(config, reader));
  }
  if (is_among(chapters, "value") && !config.public_sets.empty()) {
    BMO_TRY_AS(settings.public_sets, public_sets(config.public_sets, reader));
  }
  return ok();
}

/// Without an encoder described topics have names alone, so that the chapter can say so.
void name_described(const workspace::AnalysisConfig& config, metrics::Settings& settings) {
  for (const workspace::DescribedTopicConfig& topic : config.described)
    settings.described.push_back({.topic = topic.topic, .share = topic.share});
}

/// The chapters with those that the competitive index is made of.
Chapters with_parts(const Chapters& chapters) {
  Chapters out = chapters;
  if (!is_among(chapters, "value")) return out;
  for (const MetricEntry* metric : metrics::all()) {
    const bool is_part = metric->card->id == "topics" || metric->card->id == "voice";
    if (is_part && !is_among(chapters, metric->card->id)) out.push_back(metric);
  }
  return out;
}

/// Adds the index to the chapter of the value, then leaves those that were asked for.
void tell_index(const Chapters& asked, const metrics::Settings& settings,
                std::vector<metrics::Chapter>& chapters) {
  for (metrics::Chapter& chapter : chapters) {
    if (chapter.card->id == "value") metrics::tell_index(chapters, settings, chapter);
  }
  std::erase_if(chapters, [&asked](const metrics::Chapter& chapter) {
    return !is_among(asked, chapter.card->id);
  });
}

/// Sends every pair of the sources through the chapters.
Status measure(const AnalyzeRequest& request, const Chapters& chapters,
               const pipeline::Recipe& recipe, const workspace::AnalysisConfig& config,
               metrics::Settings& settings, const Session& session, AnalyzeAnswer& answer) {
  const Chapters measured = with_parts(chapters);
  BMO_TRY_AS(const std::unique_ptr<embed::Encoder> encoder,
             encoder_for(request, measured, session.disk, settings));
  if (encoder != nullptr) {
    const OutsideReader outside{*encoder, answer.config, request.threads, session};
    BMO_TRY(add_outside_texts(config, measured, outside, settings));
  } else {
    name_described(config, settings);
  }
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(session.disk, request.sources, "."));
  std::vector<std::unique_ptr<metrics::State>> states;
  for (const MetricEntry* chapter : measured)
    states.push_back(chapter->start());
  const auto observe = [&](const pipeline::Item& item, const std::string& /*file*/) {
    for (std::size_t row = 0; row < item.batch.size(); ++row) {
      if (item.batch.fates[row] != Fate::kExported) continue;
      const metrics::Observation seen = observed(item, row);
      for (const auto& state : states)
        state->add(seen);
    }
    return ok();
  };
  BMO_TRY_AS(const pipeline::RunOutcome outcome,
             pipeline::run_dry({.sources = sources, .out = {}}, recipe,
                               {.threads = request.threads, .batch_records = request.batch_size},
                               {.disk = session.disk,
                                .stop = session.stop,
                                .progress = session.progress,
                                .watch = observe,
                                .profiles = true,
                                .encoder = encoder.get()}));
  for (const auto& state : states)
    answer.chapters.push_back(state->conclude(settings));
  tell_index(chapters, settings, answer.chapters);
  answer.notes.insert(answer.notes.end(), outcome.notes.begin(), outcome.notes.end());
  answer.records = outcome.tally.records();
  answer.pairs = outcome.tally.count(Fate::kExported);
  answer.quarantined = outcome.tally.count(Fate::kQuarantined);
  return ok();
}

/// The version that the figures are about as a whole; nothing where they are about a part of one,
/// or about other sources.
Result<std::optional<NamedVersion>> whole_version(const AnalyzeRequest& request, io::Disk& disk) {
  const bool is_whole = request.sources.size() == 1 && request.where.empty() && request.map.empty();
  if (!is_whole) return std::optional<NamedVersion>();
  return named_version(disk, request.sources.front(), ".");
}

/// The figures beside those of earlier sets, where they stand for a whole version, which is
/// remembered. The figures are told either way: what the workspace cannot take is a note.
Status tell_history(const NamedVersion& version, AnalyzeAnswer& answer) {
  BMO_TRY_AS(const std::vector<metrics::EarlierSet> earlier, earlier_sets(version));
  BMO_TRY_AS(const metrics::ExportHistory exports, export_history(version.root));
  for (metrics::Chapter& chapter : answer.chapters) {
    if (chapter.card->id == "exports") metrics::tell_exports(exports, chapter);
    if (chapter.card->id != "comparison") continue;
    for (const metrics::EarlierSet& set : earlier)
      metrics::tell_changes(set, chapter);
  }
  return remember_analysis(version, answer.pairs, answer.chapters);
}

}  // namespace

Result<AnalyzeAnswer> run_analyze(const AnalyzeRequest& request, const Session& session) {
  const auto start = std::chrono::steady_clock::now();
  BMO_TRY_AS(const Chapters chapters, chosen_chapters(request.chapters));
  AnalyzeAnswer answer;
  BMO_TRY_AS(answer.config, config_path(request.config, session.disk));
  workspace::AnalysisConfig config;
  if (!answer.config.empty()) {
    BMO_TRY_AS(config, workspace::read_analysis_config(session.disk, answer.config));
  }
  BMO_TRY_AS(metrics::Settings settings,
             settings_of(config, answer.config, session.disk, answer.notes));
  BMO_TRY_AS(const auto version, whole_version(request, session.disk));
  if (version) BMO_TRY(add_side_records(*version, session.disk, settings));
  std::string mapping = request.map;
  if (mapping.empty() && !config.mapping_file.empty())
    mapping = beside(answer.config, config.mapping_file);
  BMO_TRY_AS(const pipeline::Recipe recipe,
             recipe_of(request, tells_soundness(chapters), mapping, session.disk));
  if (!recipe.points.empty()) answer.notes.push_back(own_points_note(recipe.points));
  BMO_TRY(measure(request, chapters, recipe, config, settings, session, answer));
  if (version) {
    const Status told = tell_history(*version, answer);
    if (!told) {
      answer.notes.push_back("the workspace does not remember these figures: " +
                             told.error().message);
    }
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace bmo::app
