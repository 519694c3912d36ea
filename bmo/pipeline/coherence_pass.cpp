// Reads, mends, and leaves the rest to the sink.
#include "bmo/pipeline/coherence_pass.hpp"

#include "bmo/embed/table.hpp"
#include "bmo/pipeline/mended_reading.hpp"

namespace bmo::pipeline {
namespace {

class PairReader final : public Worker {
 public:
  PairReader(const Recipe& recipe, const formats::Mapping* mapping)
      : reader_(mapping, recipe.fixes) {}

  Status prepare(Item& item) override {
    BMO_TRY(item.chunk->split(item.batch));
    reader_.read(item.batch, item.changes);
    return ok();
  }

 private:
  MendedReader reader_;
};

}  // namespace

std::unique_ptr<Worker> make_pair_reader(const Recipe& recipe, const formats::Mapping* mapping) {
  return std::make_unique<PairReader>(recipe, mapping);
}

Result<SetCoherence> prepare_coherence(const checks::CoherenceSample& sample) {
  SetCoherence out;
  BMO_TRY_AS(out.encoder, embed::builtin_table());
  BMO_TRY_AS(out.judge, checks::Coherence::prepare(sample, *out.encoder));
  return out;
}

}  // namespace bmo::pipeline
