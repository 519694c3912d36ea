// Tells where a set stands among published sets of its form, and against the user's earlier ones.
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/set_traits.hpp"

namespace bmo::metrics {
namespace {

constexpr std::size_t kLeastProfiles = 3;

struct Remedy {
  Trait trait;
  std::string_view below;  ///< What to do where the set lies below the usual range; empty: nothing.
  std::string_view above;
};

constexpr Remedy kRemedies[] = {
    {Trait::kAnswerMedian,
     "Answers are short for sets of this kind. Where they need steps or reasons, ask the generator "
     "for them; where one line is right, leave it.",
     "Answers are long for sets of this kind, and a tuned model takes over the length. Look at "
     "--where \"response_words > N\" for filler before keeping it."},
    {Trait::kAnswerP95, "",
     "The longest answers are longer than usual: check that they fit the context of the model "
     "(bmo tokens in an export) and are not run-on text."},
    {Trait::kGrade, "", "Answers read harder than usual: shorter sentences, or a plainer prompt."},
    {Trait::kRepeatedQuestions, "",
     "More questions repeat than in published sets: bmo dedup shows them; keep repeats only where "
     "the answers differ on purpose."},
    {Trait::kRepeatedPairs, "",
     "More pairs repeat than in published sets: bmo export --dedup exact takes them out."},
    {Trait::kDistinct2,
     "Wording repeats more than usual: vary seeds and prompts, raise the temperature, or take near "
     "duplicates out (bmo dedup).",
     ""},
    {Trait::kMtld,
     "The vocabulary is narrower than usual: look for templates that the answers share, and for "
     "topics that are missing (bmo analyze --chapter topics).",
     ""},
    {Trait::kVendi,
     "Instructions are less varied than usual: add seeds or topics (bmo analyze --chapter "
     "topics,diversity).",
     ""},
    {Trait::kSoundness,
     "More defects are found than in published sets: bmo check names them, and bmo check --fix "
     "safe mends what can be mended.",
     ""},
    {Trait::kBelow85, "",
     "More pairs are defective than in published sets: bmo export --min-score bmo_soundness=85 "
     "leaves them out."},
};

enum class Place : std::uint8_t { kUnknown, kBelow, kUsual, kAbove };

constexpr std::string_view place_name(Place place) {
  constexpr std::string_view kNames[] = {"-", "below", "usual", "above"};
  return kNames[static_cast<std::size_t>(place)];
}

/// Only an interval that lies outside of the usual range altogether is called so.
Place place_of(const Measured& measured, const Band& band) {
  if (is_absent(measured.value) || band.count < kLeastProfiles) return Place::kUnknown;
  const double low = is_absent(measured.low) ? measured.value : measured.low;
  const double high = is_absent(measured.high) ? measured.value : measured.high;
  if (high < band.low) return Place::kBelow;
  return low > band.high ? Place::kAbove : Place::kUsual;
}

std::vector<const SetProfile*> of_form(std::string_view form) {
  std::vector<const SetProfile*> out;
  for (const SetProfile& profile : published_profiles()) {
    if (profile.form == form) out.push_back(&profile);
  }
  return out;
}

void advise(Trait trait, Place place, Writer& writer) {
  for (const Remedy& remedy : kRemedies) {
    if (remedy.trait != trait) continue;
    const std::string_view text = place == Place::kBelow ? remedy.below : remedy.above;
    if (!text.empty()) writer.advise(Urgency::kWatch, std::string(text));
  }
}

struct Comparison {
  static constexpr MetricCard card{
      .id = "comparison",
      .title = "Comparison",
      .definition =
          "Where the set stands among published sets of the same form (general, code, maths, "
          "dialogue) and against the user's earlier sets.",
      .formula =
          "usual range = 10th to 90th percentile of the published sets of this form; a figure is "
          "called below or above where its whole interval of 95 % lies outside. Diversity is the "
          "mean over blocks of 5,000 words and of 250 instructions (their Vendi score with the "
          "built-in encoder), so that sets of any size compare. A change against an "
          "earlier set is beyond noise where it is more than 1.96 standard errors of the "
          "difference",
      .source = "profiles measured with this program: assets/profiles/published.tsv",
      .caution =
          "A usual figure is not a good one, and few sets are published: they show what is common. "
          "Forms are never compared with each other. Near duplicates are not among the figures: "
          "bmo dedup counts them.",
      .order = 12,
      .directions = true,
  };

  void add(const Observation& seen) { traits.add(seen); }

  void conclude(const Settings& settings, Chapter& out) const {
    if (traits.pairs() == 0) {
      out.not_evaluated = "there are no pairs";
      return;
    }
    Writer writer(out);
    Traits measured = traits.measure();
    if (!settings.space || settings.space->encoder != kProfileEncoder)
      measured[static_cast<std::size_t>(Trait::kVendi)] = {};
    tell_figures(measured, writer);
    const std::string form(traits.form());
    tell_places(form, measured, writer);
    tell_profiles(form, measured, writer);
  }

  static void tell_figures(const Traits& measured, Writer& writer) {
    for (std::size_t i = 0; i < kNumTraits; ++i) {
      if (is_absent(measured[i].value)) continue;
      const TraitCard& about = card_of(static_cast<Trait>(i));
      Figure& figure =
          writer.number(about.id, about.title, measured[i].value, measured[i].rests_on, about.unit);
      figure.low = measured[i].low;
      figure.high = measured[i].high;
    }
  }

  static void tell_places(const std::string& form, const Traits& measured, Writer& writer) {
    const std::vector<const SetProfile*> profiles = of_form(form);
    if (profiles.size() < kLeastProfiles) {
      writer.advise(Urgency::kInfo,
                    fmt::format("{} sets of the form {} are published here; {} are needed for a "
                                "usual range",
                                profiles.size(), form, kLeastProfiles));
      return;
    }
    Table& table = writer.table(
        "places", fmt::format("Among {} published sets of the form {}", profiles.size(), form),
        {"figure", "this set", "usual from", "to", "rank, %", "place"});
    for (std::size_t i = 0; i < kNumTraits; ++i) {
      if (is_absent(measured[i].value)) continue;
      const auto trait = static_cast<Trait>(i);
      const Band band = band_of(profiles, trait, measured[i].value);
      const Place place = place_of(measured[i], band);
      table.rows.push_back({text_cell(card_of(trait).title), number_cell(measured[i].value),
                            number_cell(band.low), number_cell(band.high), number_cell(band.rank),
                            text_cell(place_name(place))});
      if (place != Place::kUsual) advise(trait, place, writer);
    }
  }

  static void tell_profiles(const std::string& form, const Traits& measured, Writer& writer) {
    static constexpr std::pair<Trait, std::string_view> kShown[] = {
        {Trait::kQuestionMedian, "words of a question"},
        {Trait::kAnswerMedian, "words of an answer"},
        {Trait::kAnswerP95, "of a long one"},
        {Trait::kGrade, "reading grade"},
        {Trait::kRepeatedQuestions, "questions repeated %"},
        {Trait::kDistinct2, "different 2-grams %"},
        {Trait::kMtld, "MTLD"},
        {Trait::kVendi, "Vendi of 250"},
        {Trait::kSoundness, "soundness"}};
    const std::vector<const SetProfile*> profiles = of_form(form);
    if (profiles.empty()) return;
    std::vector<std::string> columns{"set", "pairs"};
    std::vector<Table::Cell> ours{text_cell("this set"), number_cell(kAbsent)};
    for (const auto& [trait, column] : kShown) {
      columns.emplace_back(column);
      ours.push_back(number_cell(measured[static_cast<std::size_t>(trait)].value));
    }
    Table& table = writer.table("profiles", "Published sets of this form", std::move(columns));
    table.rows.push_back(std::move(ours));
    for (const SetProfile* profile : profiles) {
      std::vector<Table::Cell>& row = table.rows.emplace_back();
      row = {text_cell(profile->name), number_cell(profile->pairs)};
      for (const auto& [trait, column] : kShown)
        row.push_back(number_cell(profile->values[static_cast<std::size_t>(trait)]));
    }
  }

  SetTraits traits;
};

}  // namespace

const MetricEntry& comparison() {
  return entry<Comparison>();
}

}  // namespace bmo::metrics
