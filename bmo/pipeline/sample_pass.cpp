// Reads, mends, and leaves the rest to the sink.
#include "bmo/pipeline/sample_pass.hpp"

#include <algorithm>

#include "bmo/embed/table.hpp"
#include "bmo/pipeline/mended_reading.hpp"

namespace bmo::pipeline {
namespace {

class PairReader final : public Worker {
 public:
  PairReader(const Recipe& recipe, const formats::Mapping* mapping,
             const checks::CoherenceSample& sample)
      : reader_(mapping, recipe.fixes), sample_(sample) {}

  Status prepare(Item& item) override {
    BMO_TRY(item.chunk->split(item.batch));
    leave_out(item.batch);
    reader_.read(item.batch, item.changes);
    return ok();
  }

 private:
  /// What is quarantined already is not read.
  void leave_out(Batch& batch) const {
    batch.fates.resize(batch.records.size(), Fate::kExported);
    for (std::size_t row = 0; row < batch.records.size(); ++row) {
      if (!sample_.may_take(batch.records[row])) batch.fates[row] = Fate::kQuarantined;
    }
  }

  MendedReader reader_;
  const checks::CoherenceSample& sample_;
};

}  // namespace

std::unique_ptr<Worker> make_pair_reader(const Recipe& recipe, const formats::Mapping* mapping,
                                         const checks::CoherenceSample& sample) {
  return std::make_unique<PairReader>(recipe, mapping, sample);
}

Result<SetJudges> prepare_judges(const Recipe& recipe, const checks::CoherenceSample& sample) {
  SetJudges out;
  BMO_TRY_AS(out.encoder, embed::builtin_table());
  BMO_TRY_AS(out.coherence, checks::Coherence::prepare(sample, *out.encoder));
  const bool asks_for_ends = std::ranges::any_of(
      recipe.checks,
      [](const checks::CheckEntry* entry) { return entry->card == &checks::EndingHabits::card(); });
  if (asks_for_ends) out.endings = checks::EndingHabits::learn(sample);
  return out;
}

std::string SetJudges::note() const {
  return !coherence || coherence->is_on() ? std::string()
                                          : "coherence is not judged: " + coherence->trial().off;
}

Result<std::vector<std::uint32_t>> SetJudges::inspect(Batch& batch,
                                                      const facts::Facts& facts) const {
  if (endings && endings->is_on()) {
    checks::FindingSink sink(batch, checks::EndingHabits::card());
    endings->inspect(batch, facts, sink);
  }
  if (!coherence || !coherence->finds_any()) return std::vector<std::uint32_t>();
  checks::FindingSink sink(batch, checks::Coherence::card());
  return coherence->inspect(batch, facts, sink);
}

}  // namespace bmo::pipeline
