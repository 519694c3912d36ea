// Reads a public set into memory.
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/validation/sets.hpp"

namespace bmo::validation {
namespace {

using Dom = nlohmann::json;

std::string text_in(const Dom& record, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = record.find(name);
    if (found != record.end() && found->is_string()) return found->get<std::string>();
  }
  return {};
}

void add_record(const Dom& record, Examples& out) {
  Example example{.instruction = text_in(record, {"instruction", "prompt", "question"}),
                  .input = text_in(record, {"input"}),
                  .response = text_in(record, {"output", "response", "answer", "completion"})};
  if (!example.instruction.empty() && !example.response.empty()) out.push_back(std::move(example));
}

}  // namespace

Examples read_set(const std::string& path) {
  std::ifstream file(path);
  std::stringstream bytes;
  bytes << file.rdbuf();
  const std::string text = bytes.str();
  Examples out;
  const Dom whole = Dom::parse(text, nullptr, false);
  if (whole.is_array()) {
    for (const Dom& record : whole)
      add_record(record, out);
    return out;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const Dom record = Dom::parse(line, nullptr, false);
    if (record.is_object()) add_record(record, out);
  }
  return out;
}

}  // namespace bmo::validation
