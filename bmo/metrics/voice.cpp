// Tells whether the pairs keep the voice of the batches that count as ours.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"
#include "bmo/metrics/kit/voice_baseline.hpp"

namespace bmo::metrics {
namespace {

/// The texts of a batch with the lowest ranks: enough for the test, and bounded.
class Sample {
 public:
  bool takes(std::uint64_t rank) const {
    return texts_.size() < kMost || rank <= texts_.rbegin()->first.first;
  }
  void add(VoiceSample&& text) {
    std::pair key(text.rank, text.id);  // Copies of a pair have one rank.
    texts_.emplace(std::move(key), std::move(text));
    if (texts_.size() > kMost) texts_.erase(std::prev(texts_.end()));
  }
  std::vector<VoiceSample> texts() const {
    std::vector<VoiceSample> out;
    for (const auto& [key, text] : texts_)
      out.push_back(text);
    return out;
  }

 private:
  static constexpr std::size_t kMost = 2000;
  std::multimap<std::pair<std::uint64_t, std::string>, VoiceSample> texts_;
};

struct Voice {
  static constexpr MetricCard card{
      .id = "voice",
      .title = "Voice",
      .definition =
          "Whether each batch is written as the baseline is: 37 readable features of every answer, "
          "compared batch by batch.",
      .formula =
          "features standardised on the baseline, clipped at its 1st and 99th percentile, the "
          "task's form (length of the instruction, question, code, list) and its topic (eight "
          "principal components of where the instructions point) taken out by ridge regression; D "
          "= "
          "sum over features of (sqrt(n) mean)^2; a drift where D passes the 99th percentile of "
          "1,000 baseline batches of the same size, raised by as much as the baseline's own "
          "batches "
          "differ; consistency = 100 x share of those that are farther",
      .source = "after Burrows's Delta (Literary and Linguistic Computing 2002), with a test",
      .caution =
          "One batch in a hundred of the same voice is called a drift. Below some 50 answers small "
          "shifts are missed; a single answer never gets a verdict. What is asked for in a new "
          "way, or about new topics, can look like a drift: read the examples.",
      .order = 10,
      .directions = true,
  };

  void add(const Observation& seen) {
    const Metadata* metadata = seen.pair.metadata;
    if (seen.profile.response_words < 5) return;
    Sample* sample = batches.find_or_add(metadata == nullptr ? std::string_view()
                                                             : (*metadata)[TextField::kBatch]);
    if (sample == nullptr || !sample->takes(seen.pair.content.low)) return;
    const bool is_long = seen.direction.size() > kMostDirection;
    has_long_directions |= is_long;
    sample->add(
        {.rank = seen.pair.content.low,
         .features = seen.profile.voice,
         .task = {std::log(static_cast<float>(seen.profile.instruction_words + 1)),
                  seen.profile.is_question ? 1.0F : 0.0F, seen.profile.has_code ? 1.0F : 0.0F,
                  seen.profile.list_items >= 2 ? 1.0F : 0.0F},
         .id = std::string(seen.pair.id),
         .direction = is_long ? std::vector<std::int8_t>()
                              : std::vector(seen.direction.begin(), seen.direction.end())});
  }

  void conclude(const Settings& settings, Chapter& out) const {
    const std::set<std::string> reference = reference_batches(settings);
    std::vector<std::vector<VoiceSample>> baseline;
    std::size_t answers = 0;
    for (const std::string& name : reference) {
      const auto found = batches.map().find(name);
      if (found == batches.map().end()) continue;
      baseline.push_back(found->second.texts());
      answers += baseline.back().size();
    }
    Writer writer(out);
    Figure& figure =
        writer.number("baseline", "Answers in the baseline", static_cast<double>(answers), answers);
    if (answers < kLeastVoiceBaseline) {
      out.not_evaluated =
          fmt::format("the baseline has {} answers; {} are needed", answers, kLeastVoiceBaseline);
      return;
    }
    const VoiceBaseline known(baseline);
    const std::string why = why_no_topics(settings, known);
    figure.method = why.empty() ? fmt::format("topics taken out by {}", settings.space->encoder)
                                : "topics not taken out: " + why;
    tell(known, reference, writer);
    if (!why.empty() && batches.map().size() > baseline.size())
      writer.advise(Urgency::kInfo,
                    fmt::format("Batches about other topics can look like a drift: their topics "
                                "are not taken out, as {}.",
                                why));
  }

  /// Empty where the topics are taken out.
  std::string why_no_topics(const Settings& settings, const VoiceBaseline& baseline) const {
    if (baseline.knows_topic()) return "";
    if (!settings.space) return "there is no encoder";
    if (has_long_directions)
      return fmt::format("the encoder's vectors have more than {} values", kMostDirection);
    return fmt::format("the encoder can read fewer than {} instructions of the baseline",
                       kLeastVoiceBaseline);
  }

  /// As bmo.toml says, else the first batches that have enough answers together.
  std::set<std::string> reference_batches(const Settings& settings) const {
    std::set<std::string> out(settings.voice_reference.begin(), settings.voice_reference.end());
    if (!out.empty()) return out;
    std::size_t texts = 0;
    for (const auto& [name, sample] : batches.map()) {
      if (texts >= kLeastVoiceBaseline) break;
      out.insert(name);
      texts += sample.texts().size();
    }
    return out;
  }

  void tell(const VoiceBaseline& baseline, const std::set<std::string>& reference,
            Writer& writer) const {
    Table& table = writer.table("batches", "Voice by batch",
                                {"batch", "answers", "D", "threshold", "consistency", "verdict"});
    std::uint64_t judged = 0;
    std::uint64_t drifted = 0;
    std::uint64_t answers = 0;
    std::uint64_t in_control = 0;
    for (const auto& [name, sample] : batches.map()) {
      const std::vector<VoiceSample> texts = sample.texts();
      const std::string shown = name.empty() ? "(none)" : name;
      if (texts.size() < kLeastVoiceBatch) {
        table.rows.push_back({text_cell(shown),
                              number_cell(static_cast<double>(texts.size())),
                              {},
                              {},
                              {},
                              text_cell("too few")});
        continue;
      }
      const VoiceVerdict verdict = baseline.judge(texts);
      const bool is_ours = reference.contains(name);
      judged += is_ours ? 0 : 1;
      drifted += !is_ours && verdict.is_drift() ? 1 : 0;
      answers += is_ours ? 0 : texts.size();
      in_control += is_ours || verdict.is_drift() ? 0 : texts.size();
      const std::string_view word =
          is_ours ? "baseline" : (verdict.is_drift() ? "drift" : "in control");
      table.rows.push_back({text_cell(shown), number_cell(static_cast<double>(texts.size())),
                            number_cell(verdict.distance), number_cell(verdict.threshold),
                            number_cell(verdict.consistency), text_cell(word)});
      if (!is_ours && verdict.is_drift()) alert(shown, texts, verdict, writer);
    }
    tell_left_out(batches, "batches", writer);
    writer.number("judged", "Batches judged", static_cast<double>(judged), judged);
    writer.number("drifts", "Batches that drifted", static_cast<double>(drifted), judged);
    if (answers == 0) return;
    writer
        .number("in_control", "Answers in batches that keep the voice",
                100 * static_cast<double>(in_control) / static_cast<double>(answers), answers, "%")
        .method = "of the batches judged, at most 2,000 answers of each";
  }

  static void alert(const std::string& batch, const std::vector<VoiceSample>& texts,
                    const VoiceVerdict& verdict, Writer& writer) {
    std::string shifts;
    for (const Shift& shift : verdict.shifts) {
      shifts += fmt::format("{}{} {:+.1f}", shifts.empty() ? "" : ", ",
                            kVoiceFeatures[shift.feature], shift.deviations);
    }
    std::string examples;
    for (const VoiceSample* text : farthest(texts, verdict))
      examples += (examples.empty() ? "" : " and ") + excerpt(text->id, 40);
    writer.advise(Urgency::kAlert,
                  fmt::format("Batch {} has another voice: {} standard deviations. Read {}.",
                              excerpt(batch), shifts, examples));
  }

  /// The two texts in which the largest shift is seen best.
  static std::vector<const VoiceSample*> farthest(const std::vector<VoiceSample>& texts,
                                                  const VoiceVerdict& verdict) {
    std::vector<const VoiceSample*> out;
    for (const VoiceSample& text : texts)
      out.push_back(&text);
    const Shift& shift = verdict.shifts.front();
    std::stable_sort(out.begin(), out.end(), [&](const VoiceSample* a, const VoiceSample* b) {
      const float x = a->features[shift.feature];
      const float y = b->features[shift.feature];
      return shift.deviations > 0 ? x > y : x < y;
    });
    out.resize(std::min<std::size_t>(2, out.size()));
    return out;
  }

  /// Longer ones would take too much memory, and time at the end.
  static constexpr std::size_t kMostDirection = 384;

  Named<Sample> batches{kMostBatches};
  bool has_long_directions = false;
};

}  // namespace

const MetricEntry& voice() {
  return entry<Voice>();
}

}  // namespace bmo::metrics
