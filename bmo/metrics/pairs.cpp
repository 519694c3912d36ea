// Counts pairs and the originals that they were varied from.
#include <map>
#include <string>

#include "bmo/base/hash.hpp"
#include "bmo/metrics/kit/distinct_count.hpp"
#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {
namespace {

struct BatchCount {
  std::uint64_t pairs = 0;
  DistinctCount seeds;
};

struct Pairs {
  static constexpr MetricCard card{
      .id = "pairs",
      .title = "Pairs and expansion",
      .definition =
          "How many pairs there are, how many originals they come from, and how many attempts at "
          "making them succeeded.",
      .formula =
          "expansion factor = pairs / seeds, where a seed is a pair without seed_id, or a seed_id "
          "that other pairs name; success = accepted / attempts, with Wilson's interval",
      .source = "Wilson, 1927, for the interval",
      .caution = "A set that was multiplied by copies has a high factor: read it with diversity.",
      .order = 1,
  };

  void add(const Observation& seen) {
    ++total;
    const Metadata* metadata = seen.pair.metadata;
    const std::string_view seed =
        metadata == nullptr ? std::string_view() : (*metadata)[TextField::kSeedId];
    const std::string_view batch =
        metadata == nullptr ? std::string_view() : (*metadata)[TextField::kBatch];
    const std::uint64_t key = hash64(seed.empty() ? seen.pair.id : seed);
    varied += seed.empty() ? 0 : 1;
    seeds.add(key);
    BatchCount* count = batches.find_or_add(batch);
    if (count == nullptr) return;
    ++count->pairs;
    count->seeds.add(key);
  }

  void conclude(const Settings& settings, Chapter& out) const {
    Writer writer(out);
    const auto n = static_cast<double>(total);
    writer.number("total", "Pairs", n, total, "pairs");
    writer.number("seeds", "Originals", seeds.value(), total, "pairs");
    writer.number("variations", "Variations of an original", static_cast<double>(varied), total,
                  "pairs");
    if (total > 0) {
      writer.number("expansion", "Expansion factor", n / seeds.value(), total).method =
          "pairs / originals";
    }
    tell_attempts(settings, writer);
    tell_batches(settings, writer);
  }

  static bool is_accepted(const Attempt& attempt) { return attempt.outcome == "accepted"; }

  static void tell_attempts(const Settings& settings, Writer& writer) {
    if (settings.attempts.empty()) return;
    std::uint64_t accepted = 0;
    std::map<std::string, std::uint64_t> outcomes;
    for (const Attempt& attempt : settings.attempts) {
      accepted += is_accepted(attempt) ? 1 : 0;
      ++outcomes[attempt.outcome.empty() ? "(not told)" : attempt.outcome];
    }
    writer.share("success", "Attempts that gave an accepted pair", accepted,
                 settings.attempts.size());
    Table& table = writer.table("outcomes", "What became of the attempts", {"outcome", "attempts"},
                                Look::kBars);
    for (const auto& [outcome, count] : outcomes)
      table.rows.push_back({text_cell(outcome), number_cell(static_cast<double>(count))});
  }

  void tell_batches(const Settings& settings, Writer& writer) const {
    if (batches.map().size() < 2) return;
    tell_left_out(batches, "batches", writer);
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> tried;
    for (const Attempt& attempt : settings.attempts) {
      ++tried[attempt.batch].second;
      tried[attempt.batch].first += is_accepted(attempt) ? 1 : 0;
    }
    Table& table = writer.table("batches", "Pairs by batch",
                                {"batch", "pairs", "originals", "expansion", "success %"});
    for (const auto& [name, count] : batches.map()) {
      const auto attempts = tried.find(name);
      const double success = attempts == tried.end()
                                 ? kAbsent
                                 : 100 * static_cast<double>(attempts->second.first) /
                                       static_cast<double>(attempts->second.second);
      table.rows.push_back({text_cell(name.empty() ? "(none)" : name),
                            number_cell(static_cast<double>(count.pairs)),
                            number_cell(count.seeds.value()),
                            number_cell(static_cast<double>(count.pairs) / count.seeds.value()),
                            number_cell(success)});
    }
  }

  std::uint64_t total = 0;
  std::uint64_t varied = 0;
  DistinctCount seeds;
  Named<BatchCount> batches{kMostBatches};
};

}  // namespace

const MetricEntry& pairs() {
  return entry<Pairs>();
}

}  // namespace bmo::metrics
