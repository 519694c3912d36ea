// Writing of the object.
#include "bmo/formats/kit/extra_text.hpp"

#include <algorithm>

#include "bmo/base/hash.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats::kit {

void ExtraText::reset() {
  text_.clear();
  keys_.clear();
}

void ExtraText::add(std::string_view key, std::string_view raw, std::string_view second) {
  std::uint64_t hash = hash64(key);
  if (std::find(keys_.begin(), keys_.end(), hash) != keys_.end()) {
    renamed_.assign(second).append(key);
    key = renamed_;
    while (std::find(keys_.begin(), keys_.end(), hash = hash64(key)) != keys_.end()) {
      renamed_.insert(0, second);
      key = renamed_;
    }
  }
  text_ += keys_.empty() ? '{' : ',';
  keys_.push_back(hash);
  json::append_string(text_, key);
  text_ += ':';
  text_ += raw;
}

std::string_view ExtraText::keep(Arena& arena) {
  if (keys_.empty()) return {};
  text_ += '}';
  return arena.keep(text_);
}

}  // namespace bmo::formats::kit
