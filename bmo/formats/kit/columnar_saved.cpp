// Texts that every version of the loader takes, from 2.21 to 5.2.
#include "bmo/formats/kit/columnar_saved.hpp"

#include "bmo/json/dom.hpp"

namespace bmo::formats {

// Loaders refuse a state that lacks any of these keys. A fingerprint names their caches; where it
// is null they work one out from the files.
std::string saved_state(const std::vector<std::string>& files, const std::string& split) {
  json::Dom shards = json::Dom::array();
  for (const std::string& file : files)
    shards.push_back({{"filename", file}});
  return json::to_text({{"_data_files", shards},
                        {"_fingerprint", nullptr},
                        {"_format_columns", nullptr},
                        {"_format_kwargs", json::Dom::object()},
                        {"_format_type", nullptr},
                        {"_output_all_columns", false},
                        {"_split", split}});
}

// Without `features`, every version reads the types from the shards themselves.
std::string saved_info() {
  return json::to_text({{"citation", ""}, {"description", ""}, {"homepage", ""}, {"license", ""}});
}

std::string saved_dict(const std::vector<std::string>& splits) {
  return json::to_text({{"splits", splits}});
}

}  // namespace bmo::formats
