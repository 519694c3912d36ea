// Adds up the streams of an output, and hands the sums to its target.
#include "bmo/pipeline/delivery.hpp"

#include <algorithm>

namespace bmo::pipeline {
namespace {

bool asks_for(const Recipe& recipe, std::string_view split) {
  return std::ranges::any_of(recipe.split, [split](const SplitShare& share) {
    return share.name == split && share.share > 0;
  });
}

std::uint64_t& rows_of(targets::SetFacts& facts, std::string_view split) {
  if (split == "validation") return facts.validation_rows;
  return split == "test" ? facts.test_rows : facts.train_rows;
}

targets::SetFacts facts_of(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                           const std::vector<StreamSize>& sizes, std::size_t output,
                           const Tally& tally) {
  targets::SetFacts facts{.wants_validation = asks_for(recipe, "validation"),
                          .wants_test = asks_for(recipe, "test")};
  const std::vector<std::string> names = split_names(recipe);
  for (std::size_t s = 0; s < streams.size(); ++s) {
    if (streams[s].kind != StreamKind::kData || streams[s].output != output) continue;
    rows_of(facts, names[streams[s].split]) += sizes[s].rows;
    facts.most_files = std::max(facts.most_files, sizes[s].files);
    facts.largest_file_bytes = std::max(facts.largest_file_bytes, sizes[s].longest_file);
    const auto traits = tally.traits.find(s);
    if (traits == tally.traits.end()) continue;
    facts.good_labels += traits->second[0];
    facts.bad_labels += traits->second[1];
    facts.rows_with_extras += traits->second[2];
  }
  return facts;
}

}  // namespace

StreamSize size_of(const std::vector<Shard>& shards) {
  StreamSize size{.files = shards.size()};
  for (const Shard& shard : shards) {
    size.rows += shard.rows;
    size.longest_file = std::max(size.longest_file, shard.file.bytes);
  }
  return size;
}

StreamSize size_of(std::uint64_t rows, std::uint64_t bytes, std::uint64_t shard_bytes) {
  if (rows == 0) return {};
  if (shard_bytes == 0 || bytes <= shard_bytes) return {rows, 1, bytes};
  return {rows, (bytes + shard_bytes - 1) / shard_bytes, shard_bytes};
}

void judge_sets(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                const std::vector<StreamSize>& sizes, Tally& tally) {
  for (std::size_t output = 0; output < recipe.outputs.size(); ++output) {
    const OutputSpec& spec = recipe.outputs[output];
    if (spec.target == nullptr) continue;
    const targets::SetFacts facts = facts_of(recipe, streams, sizes, output, tally);
    for (const targets::BoundRule& bound : targets::rules_for(*spec.target->card, *spec.offer)) {
      if (bound.rule->judge_set == nullptr) continue;
      const targets::Breach breach = bound.rule->judge_set(facts, spec.target->card->limits);
      if (!breach) continue;
      tally.add_set_finding(bound.rule->card->code, bound.severity,
                            spec.text + ": " + breach.detail + "; " + std::string(bound.outcome));
    }
  }
}

std::vector<targets::BesideFile> files_beside(const Recipe& recipe, std::size_t output,
                                              const std::vector<SplitFiles>& splits) {
  const OutputSpec& spec = recipe.outputs[output];
  if (spec.target == nullptr) return {};
  targets::Delivery delivery{.offer = *spec.offer, .splits = {}};
  for (const SplitFiles& split : splits) {
    if (split.rows != 0) delivery.splits.push_back({split.split, split.rows, split.paths});
  }
  if (delivery.rows("train") == 0) return {};
  return spec.target->files_beside(delivery);
}

}  // namespace bmo::pipeline
