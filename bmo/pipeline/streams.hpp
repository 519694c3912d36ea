// Lays out the streams of an export: data files, metadata sidecars, ledger and quarantine.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/stream.hpp"

namespace bmo::pipeline {

enum class StreamKind : std::uint8_t { kData, kSidecar, kLedger, kQuarantine };

struct StreamPlan {
  StreamKind kind = StreamKind::kData;
  std::size_t output = 0;  ///< Index into the recipe's outputs (data and sidecar).
  std::size_t split = 0;   ///< Index into the split names (data and sidecar).
  StreamCard card;
};

/// "train" alone, or the names of the recipe's splits.
std::vector<std::string> split_names(const Recipe& recipe);

/// As the output's target wants values spelled.
formats::Spelling spelling_of(const OutputSpec& spec);
/// Are its rows lines or a list of JSON?
bool is_json(const OutputSpec& spec);
/// The fields of an output's rows, spelled as its target wants them.
Schema output_schema(const OutputSpec& spec);

/// The streams of a recipe, data files first, ledger and quarantine last.
std::vector<StreamPlan> plan_streams(const Recipe& recipe);

/// Are the files of this stream read back once they are written? Those that others read are.
bool is_proven(const Recipe& recipe, const StreamPlan& stream);

/// "jsonl.gz:sharegpt" -> "jsonl.gz-sharegpt": the folder of an output where there are several, and
/// its column in the ledger.
std::string output_name(const OutputSpec& spec);

/// Below the export folder: "train.jsonl", "jsonl-alpaca/data/train-00000-of-00003.parquet", ...
std::string final_path(const Recipe& recipe, const StreamPlan& stream, std::uint64_t index,
                       std::uint64_t count);

/// "" for one output, else "<output name>/".
std::string output_folder(const Recipe& recipe, std::size_t output);

}  // namespace bmo::pipeline
