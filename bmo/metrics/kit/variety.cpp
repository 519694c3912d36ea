// Writes the Vendi score, that of draws of one size, and how near the nearest neighbours are.
#include "bmo/metrics/kit/variety.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/nearest.hpp"

namespace bmo::metrics {
namespace {

constexpr std::uint64_t kLeast = 100;
constexpr std::size_t kDrawSize = 1000;
constexpr std::size_t kMostDraws = 5;
/// Student's t at 97.5 % for two to five draws.
constexpr double kStudent[] = {12.706, 4.303, 3.182, 2.776};
constexpr double kFewUnique = 0.8;

}  // namespace

void Variety::add(const Observation& seen) {
  ++total_;
  if (seen.direction.empty()) return;
  moments_.add(seen.direction);
  sample_.add(seen.pair.content.low, seen.direction);
}

bool Variety::tell(const Space& space, Writer& writer) const {
  if (moments_.count() < kLeast) return false;
  const auto ceiling = static_cast<double>(moments_.dimension());
  writer.share("encoded", "Instructions that could be compared", moments_.count(), total_).method =
      "encoder " + space.encoder;
  writer
      .number("vendi", fmt::format("Different instructions, in effect (of at most {})", ceiling),
              moments_.vendi(), moments_.count())
      .method = "Vendi score; its ceiling is the number of the encoder's dimensions";
  tell_draws_of_thousand(writer);
  tell_nearest(space, writer);
  return true;
}

void Variety::tell_draws_of_thousand(Writer& writer) const {
  const std::vector<std::uint32_t> slots = sample_.by_rank();
  const std::size_t draws = std::min(kMostDraws, slots.size() / kDrawSize);
  if (draws == 0) return;
  double sum = 0;
  double squares = 0;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    SecondMoments moments;
    for (std::size_t i = draw * kDrawSize; i < (draw + 1) * kDrawSize; ++i)
      moments.add(sample_.row(slots[i]));
    const double vendi = moments.vendi();
    sum += vendi;
    squares += vendi * vendi;
  }
  const auto n = static_cast<double>(draws);
  Figure& figure =
      writer.number("vendi_1000", "Different among 1,000, in effect", sum / n, draws * kDrawSize);
  figure.method = fmt::format("mean of {} draws of 1,000: sets of any size compare", draws);
  if (draws < 2) return;
  const double variance = std::max(0.0, squares - sum * sum / n) / (n - 1);
  const double half = kStudent[draws - 2] * std::sqrt(variance / n);
  figure.low = sum / n - half;
  figure.high = sum / n + half;
}

void Variety::tell_nearest(const Space& space, Writer& writer) const {
  const Nearness found = find_nearest(sample_, space.near_cosine);
  writer.share("unique", "Unique instructions", found.unique, found.asked).method =
      fmt::format("no other one with a cosine of {:.2f} before it, among {}", space.near_cosine,
                  format_count(sample_.size()));
  Table& table = writer.table("nearest", "Nearest other instruction",
                              {"cosine", "instructions looked at", "%"}, Look::kBars);
  for (std::size_t i = 0; i < kNearness.size(); ++i) {
    const auto count = static_cast<double>(found.counts[i]);
    table.rows.push_back(
        {text_cell(i == 0 ? "below 0.5" : fmt::format("{:.2f} and above", kNearness[i])),
         number_cell(count), number_cell(100 * count / static_cast<double>(found.asked))});
  }
  if (!sample_.is_whole()) {
    writer.advise(Urgency::kInfo,
                  fmt::format("Neighbours were looked for among {} of {} instructions: in the "
                              "whole set more of them have a near one.",
                              format_count(sample_.size()), format_count(sample_.seen())));
  }
  const double share = static_cast<double>(found.unique) / static_cast<double>(found.asked);
  if (share >= kFewUnique) return;
  writer.advise(Urgency::kWatch,
                fmt::format("{:.0f} % of the instructions are much like another one: bmo dedup "
                            "--method semantic shows which of them ask the same.",
                            100 * (1 - share)));
}

}  // namespace bmo::metrics
