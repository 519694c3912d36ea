// Opens JSON that stands inside a text, as in a CSV cell or the tool calls of a Parquet row.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats::kit {

/// Keeps what it opened for one record; reuses its memory for the next.
class NestedJson {
 public:
  void reset() { used_ = 0; }

  /// The value that `text` holds, or an empty Value where it is no JSON. `text` must live until
  /// `reset`.
  json::Value open(std::string_view text, Arena& arena);
  /// As `open`, for lists and objects alone.
  json::Value open_container(std::string_view text, Arena& arena);

 private:
  std::vector<std::unique_ptr<json::Document>> documents_;
  std::size_t used_ = 0;
  json::Fault fault_;
};

}  // namespace bmo::formats::kit
