// Turns the cards of extensions into entries of one shape.
#include "bmo/catalog/catalog.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/chat/family.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/fixes.hpp"
#include "bmo/checks/set_checks.hpp"
#include "bmo/dedup/pack.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/metrics/metrics.hpp"
#include "bmo/model/codes.hpp"
#include "bmo/scores/scores.hpp"
#include "bmo/targets/targets.hpp"

namespace bmo::catalog {
namespace {

std::string joined(std::span<const std::string_view> texts) {
  std::string out;
  for (const std::string_view text : texts) {
    if (!out.empty()) out += ", ";
    out += text;
  }
  return out;
}

Entry entry_of(const formats::ContainerCard& card) {
  Entry entry{.kind = Kind::kContainer, .name = card.id, .title = card.title};
  entry.summary = card.summary;
  entry.details.push_back({"written as", "*" + std::string(card.ending)});
  if (!card.read_endings.empty()) entry.details.push_back({"read from", joined(card.read_endings)});
  if (card.compressible) {
    const std::string id(card.id);
    entry.details.push_back({"compressed", id + ".gz, " + id + ".zst"});
  }
  return entry;
}

Entry entry_of(const formats::LayoutCard& card) {
  Entry entry{.kind = Kind::kLayout, .name = card.id, .title = card.title};
  entry.summary = card.summary;
  entry.good = card.example;
  if (!card.fields.empty()) entry.details.push_back({"fields", std::string(card.fields)});
  return entry;
}

Entry entry_of(const formats::MappingPreset& preset) {
  Entry entry{.kind = Kind::kMapping, .name = preset.name, .title = preset.title};
  entry.details.push_back({"mapping", std::string(preset.text)});
  return entry;
}

/// What a check's findings take from a score: "hygiene, 25 placeholder, 16 weak_placeholder".
std::string cost_of(const checks::CheckCard& card) {
  std::string out(component_name(card.component));
  if (card.faults.empty()) return out + ", " + std::to_string(card.points);
  for (const checks::Fault& fault : card.faults)
    out += ", " + std::to_string(fault.points) + " " + std::string(fault.name);
  return out;
}

Entry entry_of(const checks::CheckCard& card) {
  Entry entry{.kind = Kind::kCheck, .name = card.id, .code = card.code, .title = card.title};
  entry.why = card.why;
  entry.fix = card.fix;
  entry.severity = card.severity;
  entry.good = card.good;
  entry.bad = card.bad;
  const bool is_core = card.family == checks::Family::kCore;
  entry.details.push_back({"runs", is_core ? "always" : "in `bmo check`, and where asked for"});
  if (card.component != Component::kNone) entry.details.push_back({"points", cost_of(card)});
  if (!card.mapping.empty()) entry.details.push_back({"mapping", std::string(card.mapping)});
  return entry;
}

Entry entry_of(const checks::FixCard& card) {
  Entry entry{.kind = Kind::kFix, .name = card.id, .code = card.code, .title = card.title};
  entry.why = card.why;
  const bool is_safe = card.safety == checks::Safety::kSafe;
  entry.details.push_back({"runs in", is_safe ? "--fix safe and --fix all" : "--fix all"});
  entry.details.push_back({"before", std::string(card.before)});
  entry.details.push_back({"after", std::string(card.after)});
  return entry;
}

Entry entry_of(const metrics::MetricCard& card) {
  Entry entry{.kind = Kind::kMetric, .name = card.id, .title = card.title};
  entry.summary = card.definition;
  entry.details.push_back({"formula", std::string(card.formula)});
  if (!card.source.empty()) entry.details.push_back({"source", std::string(card.source)});
  entry.details.push_back({"caution", std::string(card.caution)});
  return entry;
}

std::string text_of(const targets::Offer& offer) {
  std::string out = std::string(offer.layout) + ": " + std::string(offer.purpose) + ", in " +
                    std::string(offer.container) + " files " + std::string(offer.splits.train) +
                    ", " + std::string(offer.splits.validation) + ", " +
                    std::string(offer.splits.test);
  out += offer.metadata == formats::MetadataMode::kInline ? "; metadata in each row"
                                                          : "; strict rows, metadata beside them";
  if (offer.one_file) out += "; one file for each split";
  if (offer.compressible) out += "; .gz and .zst are read";
  return out;
}

void add_limits(const targets::Limits& limits, std::vector<Detail>& out) {
  const auto add = [&out](std::string_view name, std::uint64_t value, std::string text) {
    if (value != 0) out.push_back({name, std::move(text)});
  };
  add("rows at least", limits.min_rows, format_count(limits.min_rows));
  add("rows at most", limits.max_rows, format_count(limits.max_rows));
  add("validation rows at most", limits.max_validation_rows,
      format_count(limits.max_validation_rows));
  add("file at most", limits.max_file_bytes, format_size(limits.max_file_bytes));
  add("tokens of a row", limits.row_tokens, format_count(limits.row_tokens));
  std::string names;
  for (const std::string_view name : limits.reserved)
    names += (names.empty() ? "" : ", ") + std::string(name);
  if (!names.empty()) out.push_back({"reserved columns", names});
}

Entry entry_of(const targets::TargetCard& card) {
  Entry entry{.kind = Kind::kTarget, .name = card.id, .title = card.title};
  entry.summary = card.summary;
  std::string layouts;
  std::string offers;
  for (const targets::Offer& offer : card.offers) {
    layouts += (layouts.empty() ? "" : ", ") + std::string(offer.layout);
    offers += (offers.empty() ? "" : "\n") + text_of(offer);
  }
  entry.details = {{"consumer", std::string(targets::kind_name(card.kind))},
                   {"status", std::string(card.status)},
                   {"facts about", std::string(card.version)},
                   {"as of", std::string(card.as_of)},
                   {"source", std::string(card.source)},
                   {"layouts", layouts},
                   {"offers", offers}};
  add_limits(card.limits, entry.details);
  std::string rules;
  for (const targets::RuleUse& use : card.rules) {
    const targets::RuleEntry* rule = targets::rules::find(use.rule);
    rules += (rules.empty() ? "" : "\n") + std::string(rule->card->code) + " (" +
             std::string(severity_name(use.severity)) + "): " + std::string(use.outcome);
  }
  entry.details.push_back({"rules", rules});
  return entry;
}

/// "openai (error), trl (warning)": who has the rule.
std::string users_of(std::string_view rule) {
  std::string out;
  for (const targets::TargetEntry* target : targets::all()) {
    for (const targets::RuleUse& use : target->card->rules) {
      if (use.rule != rule) continue;
      out += (out.empty() ? "" : ", ") + std::string(target->card->id) + " (" +
             std::string(severity_name(use.severity)) + ")";
    }
  }
  return out;
}

Entry entry_of(const targets::RuleCard& card) {
  Entry entry{.kind = Kind::kRule, .name = card.id, .code = card.code, .title = card.title};
  entry.why = card.why;
  entry.fix = card.fix;
  entry.good = card.good;
  entry.bad = card.bad;
  entry.details.push_back({"targets", users_of(card.id)});
  return entry;
}

Entry entry_of(const dedup::MethodCard& card) {
  Entry entry{.kind = Kind::kDedup, .name = card.id, .title = card.title};
  entry.why = card.why;
  entry.details.push_back(
      {"removes", card.removes.empty() ? "nothing, it reports" : std::string(card.removes)});
  return entry;
}

std::string_view text_of(chat::SystemRule rule) {
  constexpr std::string_view kTexts[] = {"anywhere", "first alone",
                                         "folded into the first question", "refused"};
  return kTexts[static_cast<std::size_t>(rule)];
}

std::string_view text_of(chat::TurnRule rule) {
  constexpr std::string_view kTexts[] = {"any order", "user and assistant by turns",
                                         "an answer last"};
  return kTexts[static_cast<std::size_t>(rule)];
}

std::string_view text_of(chat::UnknownRole role) {
  constexpr std::string_view kTexts[] = {"shown as they are", "dropped without a word", "refused"};
  return kTexts[static_cast<std::size_t>(role)];
}

std::string_view text_of(chat::NullContent content) {
  constexpr std::string_view kTexts[] = {"printed as None", "empty", "refused"};
  return kTexts[static_cast<std::size_t>(content)];
}

Entry entry_of(const chat::FamilyCard& card) {
  Entry entry{.kind = Kind::kFamily, .name = card.id, .title = card.title};
  entry.details = {{"a turn", std::string(card.turns)},
                   {"ends an answer", std::string(card.stop)},
                   {"system prompt", std::string(text_of(card.system))},
                   {"turns", std::string(text_of(card.order))},
                   {"other roles", std::string(text_of(card.unknown_role))},
                   {"tools", card.knows_tools ? "known" : "not known"},
                   {"null content", std::string(text_of(card.null_content))},
                   {"white space around texts", card.trims ? "lost" : "kept"},
                   {"tokens are off by", std::string(card.rates->error)},
                   {"known from", std::string(card.measured)}};
  if (!card.note.empty()) entry.details.push_back({"note", std::string(card.note)});
  return entry;
}

/// Which checks take points from a score: "placeholder 25, 16; refusal 30, 6".
std::string takers_of(std::string_view score) {
  std::string out;
  for (const auto* check : checks::all()) {
    const checks::CheckCard& card = *check->card;
    const bool counts = card.component != Component::kNone &&
                        (score == "soundness" || component_name(card.component) == score);
    if (!counts) continue;
    out += (out.empty() ? "" : "\n") + std::string(card.id) + ": " + cost_of(card);
  }
  return out;
}

Entry entry_of(const scores::ScoreCard& card) {
  // Filters and gates know it by this name.
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto* entry : scores::all())
      names.push_back("bmo_" + std::string(entry->card->id));
    return names;
  }();
  const auto name =
      std::ranges::find_if(kNames, [&](const std::string& own) { return own.ends_with(card.id); });
  Entry entry{.kind = Kind::kScore, .name = *name, .title = card.title};
  entry.why = card.why;
  const auto whole = [](double value) { return std::to_string(static_cast<int>(value)); };
  entry.details.push_back({"range", whole(card.lowest) + " to " + whole(card.highest)});
  entry.details.push_back(
      {"use", "--min-score " + std::string(entry.name) + "=X, --where, --gate"});
  std::string takers = takers_of(card.id);
  if (!takers.empty()) entry.details.push_back({"points", std::move(takers)});
  return entry;
}

Entry entry_of(const CodeCard& card) {
  Entry entry{.kind = Kind::kCode, .name = card.code, .code = card.code, .title = card.title};
  entry.why = card.why;
  entry.fix = card.fix;
  entry.severity = card.severity;
  return entry;
}

CodeCard code_card(const checks::CheckCard& card) {
  return {card.code, card.severity, card.title, card.why, card.fix};
}

/// "Prompt_Completion" and "prompt-completion" are the same name.
std::string folded(std::string_view name) {
  std::string out = lower_ascii(name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

Error unknown_name(std::string_view name, const std::vector<Entry>& entries) {
  std::vector<std::string_view> known;
  for (const Entry& entry : entries) {
    known.push_back(entry.name);
    if (!entry.code.empty() && entry.code != entry.name) known.push_back(entry.code);
  }
  return {.kind = ErrorKind::kUsage,
          .code = "E_UNKNOWN_NAME",
          .message = "nothing is called `" + excerpt(name) + "`" + did_you_mean(name, known),
          .hint =
              "see all names with `bmo list formats`, `bmo list targets`, `bmo list checks`, `bmo "
              "list scores` or `bmo list codes`"};
}

}  // namespace

std::string_view kind_name(Kind kind) {
  constexpr std::string_view kNames[] = {"container", "layout", "mapping", "target",
                                         "rule",      "check",  "fix",     "score",
                                         "dedup",     "metric", "family",  "code"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Entry> list(Kind kind) {
  std::vector<Entry> out;
  switch (kind) {
    case Kind::kContainer:
      for (const auto* entry : formats::containers::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kLayout:
      for (const auto* entry : formats::layouts::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kMapping:
      for (const auto& preset : formats::mapping_presets())
        out.push_back(entry_of(preset));
      break;
    case Kind::kTarget:
      for (const auto* entry : targets::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kRule:
      for (const auto* entry : targets::rules::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kCheck:
      for (const auto* entry : checks::all())
        out.push_back(entry_of(*entry->card));
      for (const auto* entry : checks::sets::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kFix:
      for (const auto* entry : checks::fixes::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kScore:
      for (const auto* entry : scores::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kDedup:
      for (const auto* method : dedup::methods::all())
        out.push_back(entry_of(*method->card));
      out.push_back(entry_of(dedup::kContaminationCard));
      break;
    case Kind::kMetric:
      for (const auto* entry : metrics::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kFamily:
      for (const auto* entry : chat::families::all())
        out.push_back(entry_of(*entry->card));
      break;
    case Kind::kCode:
      for (const CodeCard& card : codes())
        out.push_back(entry_of(card));
      break;
  }
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return out;
}

std::vector<Entry> all() {
  std::vector<Entry> out;
  for (const Kind kind :
       {Kind::kContainer, Kind::kTarget, Kind::kLayout, Kind::kMapping, Kind::kRule, Kind::kCheck,
        Kind::kFix, Kind::kScore, Kind::kDedup, Kind::kMetric, Kind::kFamily, Kind::kCode}) {
    for (Entry& entry : list(kind))
      out.push_back(std::move(entry));
  }
  return out;
}

Result<Entry> find(std::string_view name_or_code) {
  std::vector<Entry> entries = all();
  const std::string wanted = folded(name_or_code);
  for (Entry& entry : entries) {
    if (folded(entry.name) == wanted || folded(entry.code) == wanted ||
        std::string(kind_name(entry.kind)) + ":" + folded(entry.name) == wanted) {
      return std::move(entry);
    }
  }
  return unknown_name(name_or_code, entries);
}

std::optional<CodeCard> explain_code(std::string_view code) {
  if (const CodeCard* card = find_code(code)) return *card;
  for (const auto* entry : checks::all()) {
    if (entry->card->code == code) return code_card(*entry->card);
  }
  for (const auto* entry : checks::sets::all()) {
    if (entry->card->code == code) return code_card(*entry->card);
  }
  for (const auto* entry : targets::rules::all()) {
    const targets::RuleCard& card = *entry->card;
    if (card.code != code) continue;
    const Severity usual = code.starts_with('E') ? Severity::kError : Severity::kWarning;
    return CodeCard{card.code, usual, card.title, card.why, card.fix};
  }
  return std::nullopt;
}

bool is_rule(std::string_view code) {
  return std::ranges::any_of(targets::rules::all(), [code](const targets::RuleEntry* entry) {
    return entry->card->code == code;
  });
}

}  // namespace bmo::catalog
