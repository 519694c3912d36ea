// The folder of a workspace: how it is made, found and laid out.
#pragma once
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"

namespace bmo::workspace {

inline constexpr std::string_view kCatalogueName = "catalog.sqlite";
inline constexpr std::string_view kDataName = "data";
/// What runs found in segments, to be used again; may be deleted at any time.
inline constexpr std::string_view kIndexName = "index";

struct Created {
  std::vector<std::string> made;
  std::vector<std::string> found;
};

/// Makes what is missing of a workspace in `directory`; changes nothing that is there.
Result<Created> create(io::Disk& disk, const std::string& directory);

/// The nearest folder at or above `start` with a bmo.toml, as a path that works from where `start`
/// does (".", "..", "../.."). E_NO_WORKSPACE (kUsage) where there is none; E_CONFIG (kUsage) where
/// its bmo.toml cannot be read or is of a later schema.
Result<std::string> find_root(io::Disk& disk, const std::string& start);

/// "a/b" joined to a root; the root "." adds nothing.
std::string below(const std::string& root, std::string_view path);

/// Is `name` fit to name a data set: 1 to 64 of a-z, A-Z, 0-9, '.', '_', '-', not opening with '.'
/// or '-'? E_DATASET_NAME (kUsage) otherwise.
Status check_dataset_name(const std::string& name);

/// A fit name made from a path: "march/Pairs (new).jsonl.gz" -> "Pairs-new".
std::string dataset_name_of(std::string_view path);

}  // namespace bmo::workspace
