// Reads what a person typed for a run: what is to be done, and with how much of the machine.
#include "bmo/app/export_recipe.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "bmo/app/dataset.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/app/points.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/pipeline/card.hpp"
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

}  // namespace

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

}  // namespace bmo::app
