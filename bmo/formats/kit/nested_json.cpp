// Opening, with one document per opened text.
#include "bmo/formats/kit/nested_json.hpp"

#include "bmo/base/text.hpp"

namespace bmo::formats::kit {

json::Value NestedJson::open(std::string_view text, Arena& arena) {
  if (used_ == documents_.size()) documents_.push_back(std::make_unique<json::Document>());
  json::Document& document = *documents_[used_];
  if (!document.parse(text, arena, fault_)) return {};
  ++used_;
  return document.root();
}

json::Value NestedJson::open_container(std::string_view text, Arena& arena) {
  const std::string_view trimmed = trim_ascii(text);
  if (trimmed.empty() || (trimmed.front() != '[' && trimmed.front() != '{')) return {};
  return open(text, arena);
}

}  // namespace bmo::formats::kit
