// The small files that make Arrow shards a data set which `datasets.load_from_disk` reads.
#pragma once
#include <string>
#include <vector>

namespace bmo::formats {

/// SPLIT/state.json; `files` are the names of the split's shards, in order.
std::string saved_state(const std::vector<std::string>& files, const std::string& split);
/// SPLIT/dataset_info.json.
std::string saved_info();
/// dataset_dict.json, above the splits' folders.
std::string saved_dict(const std::vector<std::string>& splits);

}  // namespace bmo::formats
