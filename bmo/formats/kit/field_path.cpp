// Parsing of paths.
#include "bmo/formats/kit/field_path.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/text.hpp"

namespace bmo::formats::kit {
namespace {

Error no_path(std::string_view text, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_MAPPING",
          .message = "`" + excerpt(text) + "` is no path to a field",
          .why = std::move(why),
          .hint = "write names with dots and list places in brackets, as in a.b[0].c"};
}

/// Cuts ":transcript" or ":tree" off; a colon before anything else belongs to the name.
PathForm cut_form(std::string_view& text) {
  constexpr std::string_view kTranscript = ":transcript";
  constexpr std::string_view kTree = ":tree";
  if (text.ends_with(kTranscript)) {
    text.remove_suffix(kTranscript.size());
    return PathForm::kTranscript;
  }
  if (text.ends_with(kTree)) {
    text.remove_suffix(kTree.size());
    return PathForm::kTree;
  }
  return PathForm::kPlain;
}

/// Reads "[12]" at the front of `rest`.
bool take_index(std::string_view& rest, PathStep& step) {
  const std::size_t close = rest.find(']');
  if (close == std::string_view::npos) return false;
  const char* first = rest.data() + 1;
  const char* last = rest.data() + close;
  const auto [end, fault] = std::from_chars(first, last, step.index);
  if (fault != std::errc() || end != last) return false;
  rest.remove_prefix(close + 1);
  return true;
}

}  // namespace

Result<FieldPath> parse_path(std::string_view text) {
  FieldPath path;
  std::string_view rest = text;
  path.form = cut_form(rest);
  path.text = rest;
  while (!rest.empty()) {
    PathStep step;
    if (rest.front() == '[') {
      if (!take_index(rest, step)) return no_path(text, "a list place such as [0] is broken");
    } else {
      const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
      if (end == 0) return no_path(text, "a name between the dots is empty");
      step.key = rest.substr(0, end);
      rest.remove_prefix(end);
    }
    path.steps.push_back(std::move(step));
    if (rest.empty() || rest.front() == '[') continue;
    if (rest.front() != '.' || rest.size() == 1) return no_path(text, "it breaks off at a dot");
    rest.remove_prefix(1);
  }
  if (path.steps.empty() || path.steps.front().key.empty()) {
    return no_path(text, "it does not begin with the name of a field");
  }
  return path;
}

json::Value follow(json::Value from, const PathStep& step) {
  if (!step.key.empty()) return from.is_object() ? from.find(step.key) : json::Value();
  if (!from.is_array()) return {};
  const auto size = static_cast<std::int64_t>(from.size());
  std::int64_t wanted = step.index < 0 ? size + step.index : step.index;
  if (wanted < 0 || wanted >= size) return {};
  for (const json::Value element : from.elements()) {
    if (wanted-- == 0) return element;
  }
  return {};
}

}  // namespace bmo::formats::kit
