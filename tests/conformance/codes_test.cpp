// Tests that every code in the sources is explained, and that nothing is explained twice.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "bmo/catalog/catalog.hpp"

namespace bmo::conformance {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Is the text in quotes a code: "E_", "W_" or "N_", then capitals, digits and '_'?
bool is_code(std::string_view quoted) {
  if (quoted.size() < 4 || quoted[1] != '_') return false;
  if (quoted[0] != 'E' && quoted[0] != 'W' && quoted[0] != 'N') return false;
  return quoted.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string::npos;
}

/// Every code that stands in quotes in a source of bmo/.
std::set<std::string> codes_in_sources() {
  std::set<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(BMO_SOURCE_DIR "/bmo")) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".cpp" && ending != ".hpp") continue;
    const std::string source = text_of(entry.path());
    for (std::size_t at = source.find('"'); at != std::string::npos;
         at = source.find('"', at + 1)) {
      const std::string_view quoted =
          std::string_view(source).substr(at + 1, source.find('"', at + 1) - at - 1);
      if (is_code(quoted)) out.emplace(quoted);
    }
  }
  return out;
}

TEST(Codes, OfAllSourcesAreExplained) {
  const std::set<std::string> used = codes_in_sources();
  ASSERT_GT(used.size(), 40U);
  for (const std::string& code : used) {
    EXPECT_TRUE(catalog::explain_code(code)) << code << " has no card and is not in codes.cpp";
  }
}

TEST(Codes, AreExplainedInOnePlace) {
  std::set<std::string_view> of_checks;
  for (const catalog::Entry& check : catalog::list(catalog::Kind::kCheck)) {
    of_checks.insert(check.code);
  }
  for (const catalog::Entry& code : catalog::list(catalog::Kind::kCode)) {
    EXPECT_FALSE(of_checks.contains(code.code)) << code.code;
  }
}

}  // namespace
}  // namespace bmo::conformance
