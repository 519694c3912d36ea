// Tests that every code in the sources is explained, and that nothing is explained twice.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "bmo/catalog/catalog.hpp"

namespace bmo::conformance {
namespace {

namespace fs = std::filesystem;

/// Every "E_...", "W_..." and "N_..." that stands in quotes in a source of bmo/.
std::set<std::string> codes_in_sources() {
  const std::regex code("\"([EWN]_[A-Z][A-Z_0-9]+)\"");
  std::set<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(BMO_SOURCE_DIR "/bmo")) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".cpp" && ending != ".hpp") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator at(source.begin(), source.end(), code), end; at != end; ++at) {
      out.insert((*at)[1]);
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
