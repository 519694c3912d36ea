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

constexpr std::size_t kCallsBit = kOptionalFieldShift + 1;
static_assert(formats::kToolCallsField == 2);
constexpr std::size_t kDatedAnswerBit = 8;
constexpr std::size_t kDatedPairBit = 9;
constexpr std::size_t kTimedMetadataBit = 10;
constexpr std::size_t kDatedMetadataBit = 11;
static_assert(kDatedAnswer == 1U << kDatedAnswerBit && kDatedPair == 1U << kDatedPairBit &&
              kTimedMetadata == 1U << kTimedMetadataBit &&
              kDatedMetadata == 1U << kDatedMetadataBit);

/// Are questions and answers texts of one column, which readers give one type?
bool has_one_column(const OutputSpec& spec) {
  const Schema schema = output_schema(spec);
  return std::ranges::any_of(schema, [](const Field& field) {
    return field.name == "messages" || field.name == "conversations";
  });
}

/// Columns of messages that a table has in every row, and JSON rows where they hold something.
std::uint64_t null_keys_of(const OutputSpec& spec) {
  if (is_json(spec) || spec.container->card->id == "csv") return 0;
  for (const Field& field : output_schema(spec)) {
    if (field.kind != ColumnKind::kList || field.name == "metadata") continue;
    const auto count = std::ranges::count_if(field.children[0].children, &Field::optional);
    if (count != 0) return static_cast<std::uint64_t>(count);
  }
  return 0;
}

targets::SetFacts facts_of(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                           const std::vector<StreamSize>& sizes, std::size_t output,
                           const Tally& tally) {
  targets::SetFacts facts{.wants_validation = asks_for(recipe, "validation"),
                          .wants_test = asks_for(recipe, "test")};
  const std::vector<std::string> names = split_names(recipe);
  const OutputSpec& spec = recipe.outputs[output];
  facts.null_keys = null_keys_of(spec);
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
    facts.rows_with_calls += traits->second[kCallsBit];
    facts.dated_texts += traits->second[has_one_column(spec) ? kDatedPairBit : kDatedAnswerBit];
    if (spec.metadata == formats::MetadataMode::kInline) {
      const bool kept = spelling_of(spec).time_fractions;
      facts.dated_metadata += traits->second[kept ? kDatedMetadataBit : kTimedMetadataBit];
    }
  }
  return facts;
}

/// A plain container has no target's rules, but JSON may be read by a library that guesses types.
std::vector<targets::BoundRule> set_rules(const OutputSpec& spec) {
  std::vector<targets::BoundRule> out;
  if (spec.target != nullptr) {
    out = targets::rules_for(*spec.target->card, *spec.offer);
    std::erase_if(out, [](const targets::BoundRule& b) { return b.rule->judge_set == nullptr; });
  } else if (!is_json(spec)) {
    out.push_back({targets::rules::find("null_keys"), Severity::kNote,
                   "some chat templates stop at tool_calls: null"});
  } else {
    out.push_back({targets::rules::find("dates_alike"), Severity::kNote,
                   "the datasets library reads them as times and writes them otherwise"});
  }
  return out;
}

targets::Limits limits_of(const OutputSpec& spec) {
  return spec.target == nullptr ? targets::Limits{} : spec.target->card->limits;
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
    const targets::SetFacts facts = facts_of(recipe, streams, sizes, output, tally);
    for (const targets::BoundRule& bound : set_rules(spec)) {
      const targets::Breach breach = bound.rule->judge_set(facts, limits_of(spec));
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
