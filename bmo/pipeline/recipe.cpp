// Parses what a person types for outputs, splits and limits, and spells a recipe as JSON.
#include "bmo/pipeline/recipe.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/checks/kit/coherence.hpp"

namespace bmo::pipeline {
namespace {

Error usage(std::string code, std::string message, std::string why, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = std::move(code),
          .message = std::move(message),
          .why = std::move(why),
          .hint = std::move(hint)};
}

template <typename Entries>
std::vector<std::string_view> ids_of(const Entries& entries) {
  std::vector<std::string_view> out;
  for (const auto* entry : entries)
    out.push_back(entry->card->id);
  return out;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

Error unknown_output(std::string_view name) {
  std::vector<std::string_view> containers = ids_of(formats::containers::all());
  std::vector<std::string_view> known = ids_of(targets::all());
  const std::string why = "containers: " + joined(containers) + "; targets: " + joined(known);
  known.insert(known.end(), containers.begin(), containers.end());
  return usage("E_SPEC",
               "unknown container or target `" + excerpt(name) + "`" + did_you_mean(name, known),
               why,
               "name it as CONTAINER[.gz|.zst][:LAYOUT] or TARGET[:LAYOUT], such as "
               "jsonl.gz:sharegpt or trl; see bmo list formats and bmo list targets");
}

Error unknown_layout(std::string_view name, const std::vector<std::string_view>& known) {
  return usage("E_SPEC", "unknown layout `" + excerpt(name) + "`" + did_you_mean(name, known),
               "known: " + joined(known),
               "name it behind a colon, such as jsonl:sharegpt; see bmo list layouts");
}

Error not_offered(const targets::TargetCard& card, std::string_view name) {
  std::vector<std::string_view> taken;
  for (const targets::Offer& offer : card.offers)
    taken.push_back(offer.layout);
  return usage(
      "E_SPEC",
      std::string(card.id) + " takes no layout `" + excerpt(name) + "`" + did_you_mean(name, taken),
      "it takes " + joined(taken),
      "--to " + std::string(card.id) + ":" + std::string(taken.front()) + "; bmo explain " +
          std::string(card.id) + " says what each is for");
}

Error unknown_check(std::string_view id, const std::vector<std::string_view>& known) {
  return usage("E_CHECK", "unknown check `" + excerpt(id) + "`" + did_you_mean(id, known), "",
               "name core, all, or ids with commas; see bmo list checks");
}

/// What stands between commas.
std::set<std::string_view> words_of(std::string_view text) {
  std::set<std::string_view> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    out.insert(text.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

io::Compression take_compression(std::string_view& container) {
  for (const auto& [ending, kind] : {std::pair{std::string_view(".gz"), io::Compression::kGzip},
                                     std::pair{std::string_view(".zst"), io::Compression::kZstd}}) {
    if (container.ends_with(ending)) {
      container.remove_suffix(ending.size());
      return kind;
    }
  }
  return io::Compression::kNone;
}

template <typename Entries>
auto entry_of(const Entries& entries, std::string_view id) -> typename Entries::value_type {
  for (const auto* entry : entries) {
    if (entry->card->id == id) return entry;
  }
  return nullptr;
}

Status choose_offer(OutputSpec& spec, std::string_view layout) {
  const targets::TargetCard& card = *spec.target->card;
  spec.offer = targets::find_offer(card, layout);
  if (spec.offer == nullptr) return not_offered(card, layout);
  spec.layout = entry_of(formats::layouts::all(), spec.offer->layout);
  spec.container = entry_of(formats::containers::all(), spec.offer->container);
  BMO_CHECK(spec.layout != nullptr && spec.container != nullptr);
  spec.metadata = spec.offer->metadata;
  return ok();
}

Status check_compression(const OutputSpec& spec, std::string_view name) {
  if (spec.compression == io::Compression::kNone) return ok();
  const bool is_read = spec.offer == nullptr || spec.offer->compressible;
  if (is_read && spec.container->card->compressible) return ok();
  return usage("E_SPEC", std::string(name) + " cannot be written as .gz or .zst",
               is_read ? "it compresses inside" : "its loader reads plain files alone",
               "leave the ending out: " + std::string(name));
}

}  // namespace

Result<OutputSpec> parse_output_spec(const std::string& text) {
  OutputSpec spec{.text = text};
  std::string_view name = text;
  std::string_view layout;
  if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
    layout = name.substr(colon + 1);
    name = name.substr(0, colon);
  }
  spec.compression = take_compression(name);
  spec.target = targets::find(name);
  if (spec.target != nullptr) {
    BMO_TRY(choose_offer(spec, layout));
  } else {
    spec.container = entry_of(formats::containers::all(), name);
    if (spec.container == nullptr) return unknown_output(name);
    const auto layouts = formats::layouts::all();
    spec.layout = entry_of(layouts, layout.empty() ? "messages" : layout);
    if (spec.layout == nullptr) return unknown_layout(layout, ids_of(layouts));
  }
  BMO_TRY(check_compression(spec, name));
  return spec;
}

Result<std::vector<SplitShare>> parse_split(const std::string& text) {
  std::vector<SplitShare> out;
  double sum = 0;
  for (std::size_t at = 0; at <= text.size() && !text.empty();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view part = std::string_view(text).substr(at, comma - at);
    at = comma + 1;
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    const double share =
        equals == std::string_view::npos ? -1 : number_of(part.substr(equals + 1)).value_or(-1);
    const bool known = name == "train" || name == "validation" || name == "test";
    const bool twice = std::any_of(out.begin(), out.end(),
                                   [name](const SplitShare& other) { return other.name == name; });
    if (!known || twice || share < 0 || share > 1) {
      return usage("E_SPLIT", "cannot read the split `" + excerpt(part) + "`",
                   "a split is NAME=SHARE with NAME train, validation or test, each once",
                   "--split train=0.9,validation=0.05,test=0.05");
    }
    out.push_back({std::string(name), share});
    sum += share;
  }
  if (!out.empty() && std::abs(sum - 1) > 1e-9) {
    return usage("E_SPLIT", "the shares of --split do not add up to 1",
                 "they add up to " + std::to_string(sum), "--split train=0.9,validation=0.1");
  }
  return out;
}

Result<MaxBad> parse_max_bad(const std::string& text) {
  MaxBad out;
  if (text.empty()) return out;
  const bool percent = text.back() == '%';
  const auto number = number_of(std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)));
  if (number && *number >= 0 && percent && *number <= 100) {
    out.share = *number / 100;
    return out;
  }
  if (number && *number >= 0 && !percent && *number == std::floor(*number)) {
    out.count = static_cast<std::uint64_t>(*number);
    return out;
  }
  return usage("E_USAGE", "cannot read --max-bad `" + excerpt(text) + "`",
               "it is a share such as 1% or a count such as 25", "--max-bad 1%");
}

Result<std::vector<const checks::CheckEntry*>> parse_checks(const std::string& text) {
  std::vector<std::string_view> known = ids_of(checks::all());
  for (const std::string_view id : ids_of(checks::sets::all()))
    known.push_back(id);
  const std::set<std::string_view> asked = words_of(text);
  for (const std::string_view id : asked) {
    const bool is_one = id == "core" || id == "all" || std::ranges::count(known, id) > 0;
    if (!is_one) return unknown_check(id, known);
  }
  std::vector<const checks::CheckEntry*> out;
  for (const checks::CheckEntry* entry : checks::all()) {
    const bool is_core = entry->card->family == checks::Family::kCore;
    if (is_core || asked.contains("all") || asked.contains(entry->card->id)) out.push_back(entry);
  }
  return out;
}

std::vector<const checks::SetCheckEntry*> set_checks_of(std::string_view text) {
  const std::set<std::string_view> asked = words_of(text);
  std::vector<const checks::SetCheckEntry*> out;
  for (const checks::SetCheckEntry* entry : checks::sets::all()) {
    const bool is_asked = asked.contains("all") || asked.contains(entry->card->id);
    if (is_asked && entry->card != &checks::Coherence::card()) out.push_back(entry);
  }
  return out;
}

json::Dom own_points_dom(const scores::OwnPoints& points) {
  json::Dom dom = json::Dom::object();
  for (const scores::KindPoints& kind : points)
    dom[kind.what()] = kind.points;
  return dom;
}

json::Dom recipe_dom(const Recipe& recipe) {
  json::Dom dom;
  dom["to"] = json::Dom::array();
  for (const OutputSpec& spec : recipe.outputs)
    dom["to"].push_back(spec.text);
  for (const OutputSpec& spec : recipe.outputs) {
    if (!spec.mapping_text.empty()) dom["layouts"][spec.text] = spec.mapping_text;
  }
  dom["checks"] = json::Dom::array();
  for (const checks::CheckEntry* entry : recipe.checks)
    dom["checks"].push_back(entry->card->id);
  for (const checks::FixEntry* entry : recipe.fixes)
    dom["fixes"].push_back(entry->card->id);
  dom["where"] = recipe.where;
  dom["min_score"] = json::Dom::object();
  for (const auto& [name, least] : recipe.min_scores)
    dom["min_score"][name] = least;
  if (!recipe.gates.empty()) dom["gates"] = gate_rules_dom(recipe.gates);
  if (recipe.overrides) {
    dom["overrides"] = {{"count", recipe.overrides->size()}, {"head", recipe.overrides->head()}};
  }
  if (recipe.scores) dom["scores"] = recipe.scores_in_metadata ? "metadata" : "ledger";
  if (!recipe.points.empty()) dom["points"] = own_points_dom(recipe.points);
  if (recipe.budgets.is_asked()) dom["budgets"] = budget_rules_dom(recipe.budgets);
  dom["sample"] = recipe.sample ? json::Dom(*recipe.sample) : json::Dom();
  dom["limit"] = recipe.limit ? json::Dom(*recipe.limit) : json::Dom();
  dom["seed"] = recipe.seed;
  dom["split"] = json::Dom::object();
  for (const SplitShare& split : recipe.split)
    dom["split"][split.name] = split.share;
  dom["shard_bytes"] = recipe.shard_bytes;
  dom["metadata"] = json::Dom::array();
  for (const OutputSpec& spec : recipe.outputs) {
    const bool is_inline = spec.metadata == formats::MetadataMode::kInline;
    dom["metadata"].push_back(is_inline ? "inline" : "sidecar");
  }
  if (!recipe.licence.empty()) dom["licence"] = recipe.licence;
  if (!recipe.languages.empty()) dom["languages"] = recipe.languages;
  dom["mapping"] = recipe.mapping_text;
  if (!recipe.proof) dom["proof"] = false;
  dom["max_record_bytes"] = recipe.max_record_bytes;
  dom["block_records"] = recipe.block_records;
  dom["block_bytes"] = recipe.block_bytes;
  if (splits_groups(recipe)) dom["split_by"] = split_by_name(recipe.split_by);
  if (recipe.stratify) dom["stratify"] = group_by_name(*recipe.stratify);
  if (!recipe.packs.empty()) dom["decontaminate"] = pack_list_dom(recipe.packs);
  if (recipe.dedup.is_asked()) dom["dedup"] = dedup_rules_dom(recipe.dedup);
  if (recipe.tokens.tokenizer || recipe.tokens.family != nullptr)
    dom["tokens"] = token_rules_dom(recipe.tokens);
  return dom;
}

}  // namespace bmo::pipeline
