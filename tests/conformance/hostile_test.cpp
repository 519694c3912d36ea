// Tests that broken and hostile files are met as their table EXPECT.tsv says.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/conformance/reading.hpp"

namespace bmo::conformance {
namespace {

constexpr const char* kFolder = BMO_TEST_DATA "/hostile/";

struct Expectation {
  std::string path;
  std::string expect;  ///< accept, quarantine or reject.
  std::size_t good = 0;
  std::size_t bad = 0;
  std::string where;
  std::vector<std::string> codes;  ///< Any of them; empty: none is expected.

  friend std::ostream& operator<<(std::ostream& out, const Expectation& expectation) {
    return out << expectation.path;
  }
};

std::vector<std::string> cut(const std::string& text, char at) {
  std::vector<std::string> out;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, at);)
    out.push_back(part);
  return out;
}

std::vector<Expectation> expectations() {
  std::ifstream file(std::string(kFolder) + "EXPECT.tsv");
  std::vector<Expectation> out;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells = cut(line, '\t');
    cells.resize(8);
    Expectation one{.path = cells[0], .expect = cells[2], .where = cells[5]};
    one.good = std::stoul(cells[3]);
    one.bad = std::stoul(cells[4]);
    if (cells[6] != "-") one.codes = cut(cells[6], '|');
    out.push_back(one);
  }
  return out;
}

/// The number after a word in "line 3 byte 160 column 35", if it is there.
std::optional<std::uint64_t> number_after(const std::string& where, const std::string& word) {
  std::stringstream words(where);
  for (std::string one; words >> one;) {
    std::uint64_t number = 0;
    if (one == word && words >> number) return number;
  }
  return std::nullopt;
}

bool is_one_of(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

class HostileFile : public testing::TestWithParam<Expectation> {
 protected:
  void expect_number(const std::string& word, std::optional<std::uint64_t> found) const {
    const auto wanted = number_after(GetParam().where, word);
    if (wanted) {
      EXPECT_EQ(found, wanted) << word;
    }
  }

  void expect_place(std::optional<std::uint64_t> line, std::optional<std::uint64_t> byte,
                    std::optional<std::uint64_t> column) const {
    expect_number("line", line);
    expect_number("byte", byte);
    expect_number("column", column);
  }

  void expect_rejected(const Reading& reading) const {
    ASSERT_TRUE(reading.error) << reading.summary();
    EXPECT_TRUE(is_one_of(GetParam().codes, reading.error->code)) << reading.summary();
    EXPECT_FALSE(reading.error->hint.empty());
    const Place& place = reading.error->place;
    expect_place(place.line, place.byte, place.column);
  }

  void expect_records(const Reading& reading) const {
    EXPECT_FALSE(reading.error) << reading.summary();
    EXPECT_EQ(reading.good(), GetParam().good) << reading.summary();
    EXPECT_EQ(reading.bad(), GetParam().bad) << reading.summary();
    for (const Seen& seen : reading.findings) {
      if (seen.severity == Severity::kError) {
        EXPECT_TRUE(is_one_of(GetParam().codes, seen.code)) << seen.code;
        expect_place(seen.line, seen.byte, seen.column);
      }
    }
    for (const std::string& code : GetParam().codes)
      EXPECT_TRUE(reading.has(code)) << code;
  }
};

TEST_P(HostileFile, IsMetAsExpected) {
  const Reading reading = read_path(io::posix_disk(), kFolder + GetParam().path);
  if (GetParam().expect == "reject") {
    expect_rejected(reading);
  } else {
    expect_records(reading);
  }
}

std::string name_of(const testing::TestParamInfo<Expectation>& info) {
  std::string name = info.param.path;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Expected, HostileFile, testing::ValuesIn(expectations()), name_of);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(HostileFile);

}  // namespace
}  // namespace bmo::conformance
