// Says what the pairs are worth as an asset, by three ways of reckoning that are never averaged.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/coverage.hpp"
#include "bmo/metrics/kit/direction_sample.hpp"
#include "bmo/metrics/kit/distinct_count.hpp"
#include "bmo/metrics/kit/draws.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

/// The soundness at which a pair counts as sound: scores::Band::kAccept begins there.
constexpr double kSound = 85;

/// What a reckoning is fed with; the shares are ranges since they are estimated.
struct Inputs {
  double pairs = 0;
  Range sound;      ///< Share of the pairs that are sound.
  double distinct;  ///< Share of the questions that differ.
  std::optional<Range> rate;
  Range minutes_to_write;
};

double effective(const Inputs& in, double sound) {
  return in.pairs * sound * in.distinct;
}

struct Value {
  static constexpr MetricCard card{
      .id = "value",
      .title = "Value as an asset",
      .definition =
          "What the pairs would cost to make again, bring in, and fetch as a licence: three "
          "answers "
          "to three questions.",
      .formula =
          "effective pairs = pairs x share with a soundness of 85 or more x share of different "
          "questions; replacement = effective pairs x minutes to write one / 60 x hourly rate; "
          "income = yearly benefit x probability x years, not discounted; licence = effective "
          "pairs x licence price of a pair. Ranges: 10,000 draws of triangular distributions. "
          "Novelty = 100 - share of up to 2,000 questions that have one of the public sets named "
          "in bmo.toml at a cosine of 0.6 or nearer; premium = 1 + b x novelty, b = 0, 0.25, 0.5. "
          "Competitive index = 40 % novelty + 30 % sound pairs + 20 % fit to the topics' targets "
          "+ 10 % answers that keep the voice; weights: [value.weights]",
      .source = "",
      .caution =
          "These are estimates from the assumptions in bmo.toml, and no appraisal. Questions count "
          "as different where their texts are; that two mean the same is not taken off. Novelty is "
          "beside the sets that you name, and of questions alone. A part of the index that could "
          "not be evaluated counts nothing, never full marks.",
      .order = 11,
      .directions = true,
  };

  void add(const Observation& seen) {
    ++total;
    if (!is_absent(seen.soundness)) {
      ++judged;
      sound += seen.soundness >= kSound ? 1 : 0;
    }
    const Message* asked = nullptr;
    for (const Message& message : seen.pair.messages) {
      if (message.role == Role::kUser) asked = &message;
    }
    if (asked != nullptr) questions.add(hash64(asked->content));
    asking += asked != nullptr ? 1 : 0;
    if (!seen.direction.empty()) directions.add(seen.pair.content.low, seen.direction);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    const bool is_asked = settings.hourly_rate || settings.yearly_benefit ||
                          settings.licence_price || settings.public_sets.sample != nullptr;
    if (!is_asked || judged == 0 || asking == 0) {
      out.not_evaluated = is_asked ? "no pair was judged"
                                   : "bmo.toml says no [roi] hourly_rate, yearly_benefit or "
                                     "licence_price_a_pair, and no [value] public";
      return;
    }
    Writer writer(out);
    const Inputs in = inputs_of(settings);
    writer.share("sound", "Sound pairs", sound, judged);
    writer.number("distinct", "Different questions", 100 * in.distinct, asking, "%").method =
        "distinct texts of the last question";
    writer.number("effective", "Effective pairs", effective(in, in.sound.base), total, "pairs");
    if (in.rate) tell_replacement(in, settings.currency, writer);
    tell_income(settings, writer);
    tell_licence(in, settings, writer);
    if (settings.space && settings.public_sets.sample != nullptr) tell_novelty(settings, writer);
  }

  void tell_novelty(const Settings& settings, Writer& writer) const {
    const DirectionSample& theirs = *settings.public_sets.sample;
    if (directions.size() == 0 || theirs.size() == 0) return;
    const double near = settings.space->near_cosine;
    const Coverage found = find_coverage(directions, theirs, near);
    std::string names;
    for (const std::string& name : settings.public_sets.names)
      names += (names.empty() ? "" : ", ") + excerpt(name, 40);
    const std::string method =
        fmt::format("beside {} questions{} of {}; encoder {}", format_count(theirs.size()),
                    theirs.is_whole() ? "" : fmt::format(" (of {})", format_count(theirs.seen())),
                    names, settings.space->encoder);
    Figure& novelty = writer.share("novelty", "Novel beside public sets",
                                   found.asked - found.covered, found.asked);
    novelty.method = method;
    const double premium = 0.25 * novelty.value / 100;
    const Range range{1, 1 + premium, 1 + 2 * premium};
    writer.share("published", "Asked in public sets already", found.near, found.asked).method =
        fmt::format("a cosine of {:.2f} or nearer", near);
    Figure& told = writer.number("premium", "Premium for what is novel", range.base, found.asked);
    told.low = range.low;
    told.high = range.high;
    told.method = "times the replacement value; 1 + 0.25 x novelty, with 0 and 0.5";
  }

  Inputs inputs_of(const Settings& settings) const {
    const Interval interval = wilson(sound, judged);
    const double share = static_cast<double>(sound) / static_cast<double>(judged);
    return {.pairs = static_cast<double>(total),
            .sound = {interval.low, share, interval.high},
            .distinct = std::min(1.0, questions.value() / static_cast<double>(asking)),
            .rate = settings.hourly_rate,
            .minutes_to_write = settings.minutes_to_write.value_or(Range{6, 10, 15})};
  }

  static void tell_replacement(const Inputs& in, const std::string& money, Writer& writer) {
    const auto reckon = [&in](double share, double rate, double minutes) {
      return effective(in, share) * minutes / 60 * rate;
    };
    std::vector<double> draws;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
      draws.push_back(reckon(drawn(in.sound, draw, 2), drawn(*in.rate, draw, 0),
                             drawn(in.minutes_to_write, draw, 1)));
    }
    tell_draws("replacement", "To make them again", std::move(draws), money, writer);
    Table& table = writer.table("sensitivity", "What moves the cost of making them again",
                                {"assumption", "at its low", "at its high"});
    const auto row = [&](std::string_view name, double low, double high) {
      table.rows.push_back({text_cell(name), number_cell(low), number_cell(high)});
    };
    const double share = in.sound.base;
    const double rate = in.rate->base;
    const double minutes = in.minutes_to_write.base;
    row("minutes to write a pair", reckon(share, rate, in.minutes_to_write.low),
        reckon(share, rate, in.minutes_to_write.high));
    row("hourly rate", reckon(share, in.rate->low, minutes), reckon(share, in.rate->high, minutes));
    row("share of sound pairs", reckon(in.sound.low, rate, minutes),
        reckon(in.sound.high, rate, minutes));
  }

  static void tell_income(const Settings& settings, Writer& writer) {
    if (!settings.yearly_benefit) return;
    std::vector<double> draws;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
      draws.push_back(drawn(*settings.yearly_benefit, draw, 3) * settings.probability *
                      settings.years);
    }
    tell_draws("income", "What they are expected to bring in", std::move(draws), settings.currency,
               writer);
  }

  static void tell_licence(const Inputs& in, const Settings& settings, Writer& writer) {
    if (!settings.licence_price) return;
    std::vector<double> draws;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
      draws.push_back(effective(in, drawn(in.sound, draw, 2)) *
                      drawn(*settings.licence_price, draw, 4));
    }
    tell_draws("licence", "What a licence would fetch", std::move(draws), settings.currency,
               writer);
  }

  std::uint64_t total = 0;
  std::uint64_t judged = 0;
  std::uint64_t sound = 0;
  std::uint64_t asking = 0;
  DistinctCount questions;
  DirectionSample directions{{.most_bytes = std::size_t{8} << 20U, .most_rows = 2000}};
};

}  // namespace

const MetricEntry& value() {
  return entry<Value>();
}

}  // namespace bmo::metrics
