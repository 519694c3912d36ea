// Reads, mends, and leaves the rest to the sink.
#include "bmo/pipeline/coherence_pass.hpp"

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

Result<SetCoherence> prepare_coherence(const checks::CoherenceSample& sample) {
  SetCoherence out;
  BMO_TRY_AS(out.encoder, embed::builtin_table());
  BMO_TRY_AS(out.judge, checks::Coherence::prepare(sample, *out.encoder));
  return out;
}

}  // namespace bmo::pipeline
