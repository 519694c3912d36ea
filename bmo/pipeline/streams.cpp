// Names and schemas of everything that an export writes row by row.
#include "bmo/pipeline/streams.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bmo/base/check.hpp"
#include "bmo/pipeline/own_rows.hpp"

namespace bmo::pipeline {
namespace {

const formats::ContainerEntry* container(std::string_view id) {
  for (const auto* entry : formats::containers::all()) {
    if (entry->card->id == id) return entry;
  }
  BMO_CHECK(!"a container that bmo needs for its own files is not built in");
  return nullptr;
}

/// A loader that reads one file for each split gets one, as far as its service takes so long a
/// file.
std::uint64_t shard_bytes(const Recipe& recipe, const OutputSpec& spec) {
  if (spec.target == nullptr) return recipe.shard_bytes;
  const std::uint64_t most = spec.target->card->limits.max_file_bytes;
  if (spec.offer->one_file || spec.target->card->kind == targets::Kind::kService) return most;
  return most == 0 ? recipe.shard_bytes : std::min(recipe.shard_bytes, most);
}

StreamPlan data_stream(const Recipe& recipe, std::size_t output, std::size_t split) {
  const OutputSpec& spec = recipe.outputs[output];
  return {.kind = StreamKind::kData,
          .output = output,
          .split = split,
          .card = {.name = fmt::format("data-{}-{}", output, split),
                   .schema = output_schema(spec),
                   .container = spec.container,
                   .options = {.compression = spec.compression},
                   .shard_bytes = shard_bytes(recipe, spec)}};
}

StreamPlan sidecar_stream(std::size_t output, std::size_t split) {
  return {.kind = StreamKind::kSidecar,
          .output = output,
          .split = split,
          .card = {.name = fmt::format("sidecar-{}-{}", output, split),
                   .schema = sidecar_schema(),
                   .container = container("parquet")}};
}

std::string_view compression_ending(io::Compression compression) {
  if (compression == io::Compression::kGzip) return ".gz";
  return compression == io::Compression::kZstd ? ".zst" : "";
}

/// What the files of a split are called: targets have names of their own.
std::string split_file_name(const Recipe& recipe, const StreamPlan& stream) {
  const std::string split = split_names(recipe)[stream.split];
  const targets::Offer* offer = recipe.outputs[stream.output].offer;
  if (offer == nullptr) return split;
  if (split == "train") return std::string(offer->splits.train);
  return std::string(split == "test" ? offer->splits.test : offer->splits.validation);
}

std::string data_path(const Recipe& recipe, const StreamPlan& stream, std::uint64_t index,
                      std::uint64_t count) {
  const OutputSpec& spec = recipe.outputs[stream.output];
  const formats::ContainerCard& card = *spec.container->card;
  const std::string split = split_file_name(recipe, stream);
  const std::string ending =
      std::string(card.ending) + std::string(compression_ending(spec.compression));
  const std::string folder = output_folder(recipe, stream.output);
  if (card.id == "hf") {
    return fmt::format("{}{}/data-{:05}-of-{:05}{}", folder, split, index, count, ending);
  }
  if (card.in_data_folder || count > 1) {
    return fmt::format("{}{}{}-{:05}-of-{:05}{}", folder, card.in_data_folder ? "data/" : "", split,
                       index, count, ending);
  }
  return folder + split + ending;
}

}  // namespace

std::vector<std::string> split_names(const Recipe& recipe) {
  if (recipe.split.empty()) return {"train"};
  std::vector<std::string> names;
  for (const SplitShare& split : recipe.split)
    names.push_back(split.name);
  return names;
}

bool is_json(const OutputSpec& spec) {
  return spec.container->card->id == "jsonl" || spec.container->card->id == "json";
}

formats::Spelling spelling_of(const OutputSpec& spec) {
  if (spec.offer == nullptr) return {};
  formats::Spelling spelling = spec.offer->spelling;
  spelling.time_fractions = is_json(spec);
  return spelling;
}

Schema output_schema(const OutputSpec& spec) {
  return formats::spelled(spec.layout->schema(spec.metadata), spelling_of(spec));
}

std::vector<StreamPlan> plan_streams(const Recipe& recipe) {
  std::vector<StreamPlan> out;
  const std::size_t splits = split_names(recipe).size();
  for (std::size_t output = 0; output < recipe.outputs.size(); ++output) {
    for (std::size_t split = 0; split < splits; ++split) {
      out.push_back(data_stream(recipe, output, split));
      if (recipe.outputs[output].metadata == formats::MetadataMode::kSidecar) {
        out.push_back(sidecar_stream(output, split));
      }
    }
  }
  out.push_back(
      {.kind = StreamKind::kLedger,
       .card = {
           .name = "ledger", .schema = ledger_schema(recipe), .container = container("parquet")}});
  out.push_back(
      {.kind = StreamKind::kQuarantine,
       .card = {
           .name = "quarantine", .schema = quarantine_schema(), .container = container("jsonl")}});
  return out;
}

bool is_proven(const Recipe& recipe, const StreamPlan& stream) {
  const bool is_for_others =
      stream.kind == StreamKind::kData || stream.kind == StreamKind::kSidecar;
  return recipe.proof && is_for_others && stream.card.container->second->read != nullptr;
}

std::string output_name(const OutputSpec& spec) {
  std::string name = spec.text;
  // The layout may be a mapping file in a folder.
  std::replace_if(name.begin(), name.end(), [](char c) { return c == ':' || c == '/'; }, '-');
  return name;
}

std::string output_folder(const Recipe& recipe, std::size_t output) {
  return recipe.outputs.size() == 1 ? "" : output_name(recipe.outputs[output]) + "/";
}

std::string final_path(const Recipe& recipe, const StreamPlan& stream, std::uint64_t index,
                       std::uint64_t count) {
  switch (stream.kind) {
    case StreamKind::kData:
      return data_path(recipe, stream, index, count);
    case StreamKind::kSidecar:
      return fmt::format(".bmo/{}metadata-{}.parquet", output_folder(recipe, stream.output),
                         split_names(recipe)[stream.split]);
    case StreamKind::kLedger:
      return ".bmo/ledger.parquet";
    case StreamKind::kQuarantine:
      return ".bmo/quarantine.jsonl";
  }
  return {};
}

}  // namespace bmo::pipeline
