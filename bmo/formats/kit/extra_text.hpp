// Gathers the fields that nobody named as the text of one JSON object.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"

namespace bmo::formats::kit {

/// Keys stay in the order of their coming and are unique; values stay byte for byte.
class ExtraText {
 public:
  void reset();
  bool empty() const { return keys_.empty(); }
  /// A key that is there already gets `second.` in front of it, as often as it takes.
  void add(std::string_view key, std::string_view raw, std::string_view second = "more.");
  /// The object's text, or empty text where nothing was added.
  std::string_view keep(Arena& arena);

 private:
  std::string text_;
  std::string renamed_;
  std::vector<std::uint64_t> keys_;  ///< Hashes of the keys.
};

}  // namespace bmo::formats::kit
