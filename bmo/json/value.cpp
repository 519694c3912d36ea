// Questions to a parsed value.
#include "bmo/json/grammar.hpp"
#include "bmo/json/json.hpp"

namespace bmo::json {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kTrue:
    case Kind::kFalse:
      return "boolean";
    case Kind::kNumber:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
  }
  return "value";
}

std::string_view Value::text(Arena& arena) const {
  const std::string_view inside = node().raw.substr(1, node().raw.size() - 2);
  if (!node().escaped) return inside;
  char* out = arena.take(inside.size());
  const std::size_t size = unescape(inside, out);
  arena.shrink(inside.size() - size);
  return {out, size};
}

Value Value::find(std::string_view key) const {
  for (const Field& field : fields()) {
    // Most names differ in their size or first byte.
    if (field.key.size() != key.size() || (!key.empty() && field.key[0] != key[0])) continue;
    if (field.key == key) return field.value;
  }
  return {};
}

std::size_t Value::size() const {
  std::size_t count = 0;
  if (is_object()) {
    for (auto it = fields().begin(), end = fields().end(); it != end; ++it)
      ++count;
  } else if (is_array()) {
    for (auto it = elements().begin(), end = elements().end(); it != end; ++it)
      ++count;
  }
  return count;
}

}  // namespace bmo::json
