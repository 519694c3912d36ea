// The files beside the data that loaders and people read: the data card (README.md) and what
// save_to_disk keeps beside its shards.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/tally.hpp"

namespace bmo::pipeline {

/// The data files of one split of one output, by their paths below the output's folder.
struct SplitFiles {
  std::string split;
  std::uint64_t rows = 0;
  std::vector<std::string> paths;
  std::uint64_t bytes = 0;
  std::uint8_t fields = 0;  ///< formats::OptionalField: those that a row of it has.
};

/// "en", "pt-BR": what the head of a card takes for a language.
bool is_language_code(std::string_view name);
/// "CC BY 4.0" -> "cc-by-4.0", as the Hub spells licences.
std::string licence_id(std::string_view name);

/// README.md with the YAML head that Hugging Face loaders read: configs (which file is which
/// split, and for CSV that NA stays text) and features (so that no type is guessed). Left out are
/// splits without rows, and features that no row of a JSON file has. `beside`: the paths of the
/// target's own files.
std::string data_card(const Recipe& recipe, std::size_t output,
                      const std::vector<SplitFiles>& splits, const Tally& tally,
                      const std::vector<std::string>& beside);

/// The fields of an output's rows, in JSON containers without the optional ones that no row has.
Schema present_schema(const OutputSpec& spec, const std::vector<SplitFiles>& splits);

/// What datasets' load_from_disk reads beside the shards of a split: state.json (the shards, by
/// name) and dataset_info.json (features left out, so that every version infers them from Arrow).
std::string saved_state(const std::vector<std::string>& shards, const std::string& split);
std::string saved_info();
/// dataset_dict.json: the splits that hold rows.
std::string saved_splits(const std::vector<std::string>& splits);

}  // namespace bmo::pipeline
