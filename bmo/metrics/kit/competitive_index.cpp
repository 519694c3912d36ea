// Looks the parts up by the ids of their figures.
#include "bmo/metrics/kit/competitive_index.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {
namespace {

struct Part {
  std::string_view title;
  double weight = 0;
  const Figure* figure = nullptr;  ///< In percent; nullptr: not evaluated.
  std::string_view lacking;
};

const Figure* find(std::span<const Chapter> chapters, std::string_view id) {
  for (const Chapter& chapter : chapters) {
    for (const Figure& figure : chapter.figures) {
      if (figure.id == id && !is_absent(figure.value)) return &figure;
    }
  }
  return nullptr;
}

}  // namespace

void tell_index(std::span<const Chapter> others, const Settings& settings, Chapter& value) {
  const IndexWeights& weights = settings.index;
  const double all = weights.novelty + weights.soundness + weights.topics + weights.voice;
  if (!value.not_evaluated.empty() || all <= 0) return;
  const std::span<const Chapter> own(&value, 1);
  const Figure* fit = find(others, "topics.described_fit");
  const std::array parts{
      Part{"novelty beside public sets", weights.novelty, find(own, "value.novelty"),
           settings.public_sets.names.empty() ? "[value] public in bmo.toml names no sets"
                                              : "no question, here or there, has a vector"},
      Part{"pairs with a soundness of 85 or more", weights.soundness, find(own, "value.sound"),
           "no pair was judged"},
      Part{"fit to the topics' targets", weights.topics,
           fit != nullptr ? fit : find(others, "topics.fit"),
           "[topics] in bmo.toml sets no targets"},
      Part{"answers in control of the voice", weights.voice, find(others, "voice.in_control"),
           "no batch beside the baseline's is large enough"}};
  double points = 0;
  double open = 0;
  std::string missing;
  std::vector<std::vector<Table::Cell>> rows;
  for (const Part& part : parts) {
    const double share = 100 * part.weight / all;
    const double got = part.figure == nullptr ? kAbsent : share * part.figure->value / 100;
    if (part.figure == nullptr) {
      open += share;
      if (share > 0) missing += (missing.empty() ? "" : ", ") + std::string(part.title);
    } else {
      points += got;
    }
    rows.push_back({text_cell(part.title), number_cell(share),
                    number_cell(part.figure == nullptr ? kAbsent : part.figure->value),
                    number_cell(got),
                    text_cell(part.figure == nullptr ? part.lacking : std::string_view("-"))});
  }
  std::uint64_t rests_on = 0;
  for (const Figure& figure : value.figures) {
    if (figure.id == "value.sound") rests_on = figure.rests_on;
  }
  Writer writer(value);
  Figure& index = writer.number("index", "Competitive index, of 100", points, rests_on);
  index.method = missing.empty() ? "its four parts: see the table"
                                 : "not evaluated, and counted as nothing: " + missing;
  if (open > 0) {
    index.low = points;
    index.high = points + open;
  }
  writer
      .table("index_parts", "What the competitive index is made of",
             {"part", "weight", "reached %", "points", "not evaluated since"})
      .rows = std::move(rows);
}

}  // namespace bmo::metrics
