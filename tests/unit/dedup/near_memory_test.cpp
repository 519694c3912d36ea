// A search that goes on behind an earlier one finds what a search of the whole set finds.
#include "bmo/dedup/near_memory.hpp"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/dedup/min_hash.hpp"
#include "pairs.hpp"

namespace bmo::dedup {
namespace {

/// Texts of words of which some are rare and some are names, with boilerplate lines and questions
/// that many share; a third are edited from an earlier one.
class Source {
 public:
  explicit Source(unsigned seed) : random_(seed) {}

  std::vector<Said> take(std::size_t count) {
    std::vector<Said> out;
    for (std::size_t i = 0; i < count; ++i) {
      Said said = !all_.empty() && chance(3) ? edited() : fresh();
      said.rank = random_() % 4;
      all_.push_back(said);
      out.push_back(std::move(said));
    }
    return out;
  }

 private:
  bool chance(std::uint64_t of) { return random_() % of == 0; }

  std::string word() {
    const std::uint64_t kind = random_() % 10;
    if (kind == 0) return "Name" + std::string(1, static_cast<char>('a' + random_() % 20));
    if (kind == 1)
      return "rare" + std::string(1, static_cast<char>('a' + random_() % 26)) +
             std::string(1, static_cast<char>('a' + random_() % 26));
    return "word" + std::string(1, static_cast<char>('a' + random_() % 25));
  }

  std::string text(std::size_t words) {
    std::string out = "the";
    for (std::size_t i = 0; i < words; ++i)
      out += " " + word();
    return out;
  }

  Said fresh() {
    std::string question = chance(8) ? "tell me more about it please now" : text(12);
    if (chance(4)) question = "a line that stands in front\n" + question;
    return {.instruction = question, .response = text(15)};
  }

  /// Another word in one place, or a copy.
  Said edited() {
    Said said = all_[random_() % all_.size()];
    const std::size_t space = said.instruction.rfind(' ');
    if (!chance(4)) said.instruction = said.instruction.substr(0, space + 1) + word();
    if (chance(3)) said.response += " " + word();
    return said;
  }

  std::mt19937 random_;
  std::vector<Said> all_;
};

class NearMemoryTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(disk_.make_directories("index")); }

  void grow(std::vector<Said> more) {
    parts_.push_back({hash128(std::to_string(++named_)), more.size()});
    all_.insert(all_.end(), more.begin(), more.end());
  }

  NearMemory memory_of(std::vector<NearMemory::Part> parts, bool is_cut_short = false) {
    return {disk_, "index", std::move(parts), true, [is_cut_short] { return is_cut_short; }};
  }

  std::vector<Edge> search(const std::vector<Said>& said, std::vector<NearMemory::Part> parts,
                           std::uint64_t memory_bytes = std::uint64_t{1} << 30U) {
    NearMemory memory = memory_of(std::move(parts));
    std::vector<Edge> out =
        Trial(said, {.near_memory = &memory, .memory_bytes = memory_bytes}).edges();
    note_ = memory.note();
    return out;
  }
  std::vector<Edge> search() { return search(all_, parts_); }
  std::vector<Edge> search_anew() const { return Trial(all_).edges(); }

  std::string path() {
    const auto names = disk_.list("index");
    return names && names->size() == 1 ? io::join("index", names->front()) : std::string();
  }

  std::string bytes() {
    const auto read = io::read_file(disk_, path());
    return read ? *read : std::string();
  }

  io::MemoryDisk disk_;
  std::vector<Said> all_;
  std::vector<NearMemory::Part> parts_;
  std::string note_;
  int named_ = 0;
};

TEST_F(NearMemoryTest, FindsTheSameAtEveryStepOfGrowing) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    Source source(seed);
    all_.clear();
    parts_.clear();
    for (const std::size_t count : {400U, 4U, 60U, 1U, 300U, 12U}) {
      grow(source.take(count));
      const std::vector<Edge> expected = search_anew();
      EXPECT_FALSE(expected.empty());
      EXPECT_EQ(search(), expected) << seed << " after " << count;
      EXPECT_EQ(search(), expected) << seed << " again after " << count;
    }
  }
}

TEST_F(NearMemoryTest, HoldsWhereAWordIsNoLongerRare) {
  // "alpha" and "beta" part the two questions as long as both are rare.
  const std::string rest = " is the best way to mend the old boat in the yard by the sea";
  std::vector<Said> few{{.instruction = "how alpha" + rest, .response = "take good care of it"},
                        {.instruction = "how beta" + rest, .response = "take good care of it"}};
  grow(few);
  ASSERT_EQ(search(), search_anew());
  const std::size_t before = search().size();
  std::vector<Said> more;
  for (int i = 0; i < 40; ++i) {
    const std::string own = std::to_string(i * 7919) + " words of its own " + std::to_string(i);
    more.push_back({.instruction = "alpha and beta " + own, .response = "answer " + own});
  }
  grow(more);
  const std::vector<Edge> after = search();
  EXPECT_EQ(after, search_anew());
  EXPECT_GT(after.size(), before);
}

TEST_F(NearMemoryTest, KnowsVerdictsOfAnEarlierSearch) {
  Source source(3);
  grow(source.take(300));
  search();
  NearMemory memory = memory_of(parts_);
  const auto found = memory.recall({});
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->survey.rows, 300U);
  EXPECT_FALSE((*found)->verdicts.judged.empty());
  EXPECT_EQ((*found)->columns.size(), kBands);
  EXPECT_EQ((*found)->columns.front().size(), (*found)->members.size());
}

TEST_F(NearMemoryTest, KnowsNothingOfOtherOptionsOrParts) {
  Source source(4);
  grow(source.take(100));
  search();
  NearMemory others = memory_of({{hash128("other"), 100}});
  const auto of_others = others.recall({});
  ASSERT_TRUE(of_others);
  EXPECT_FALSE(*of_others);
  NearMemory same = memory_of(parts_);
  const auto of_floor = same.recall({.floor = 0.5});
  ASSERT_TRUE(of_floor);
  EXPECT_FALSE(*of_floor);
}

TEST_F(NearMemoryTest, StaysWholeWhereAnEarlierVersionIsSearched) {
  Source source(5);
  grow(source.take(200));
  const std::vector<Said> first = all_;
  const std::vector<NearMemory::Part> first_parts = parts_;
  grow(source.take(50));
  search();
  const std::string before = bytes();
  EXPECT_EQ(search(first, first_parts), Trial(first).edges());
  EXPECT_EQ(bytes(), before);
}

TEST_F(NearMemoryTest, KeepsNoMoreVerdictsThanTheMemoryAllows) {
  constexpr std::uint64_t kLittle = 512 << 10U;
  Source source(8);
  grow(source.take(800));
  EXPECT_EQ(search(all_, parts_, kLittle), search_anew());
  EXPECT_NE(note_.find("not kept"), std::string::npos) << note_;
  NearMemory memory = memory_of(parts_);
  const auto found = memory.recall({});
  ASSERT_TRUE(found && *found);
  EXPECT_LE((*found)->verdicts.bytes(), kLittle / 8);
  grow(source.take(8));
  EXPECT_EQ(search(), search_anew());
  EXPECT_EQ(note_, "");
}

TEST_F(NearMemoryTest, IsNotReadWhereItTakesMoreThanTheMemoryAllows) {
  Source source(9);
  grow(source.take(300));
  search();
  grow(source.take(8));
  EXPECT_EQ(search(all_, parts_, bytes().size()), search_anew());
  EXPECT_NE(note_.find("not read"), std::string::npos) << note_;
}

TEST_F(NearMemoryTest, SaysThatItIsDamagedAndIsMadeAnew) {
  Source source(6);
  grow(source.take(200));
  const std::vector<Edge> expected = search();
  EXPECT_EQ(note_, "");
  const std::string whole = bytes();
  for (const std::size_t at : {whole.size() / 3, whole.size() / 2, whole.size() - 1}) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    disk_.put(path(), damaged);
    EXPECT_EQ(search(), expected);
    EXPECT_NE(note_, "");
    EXPECT_EQ(search(), expected);
    EXPECT_EQ(note_, "");
  }
  disk_.put(path(), whole.substr(0, whole.size() / 2));
  EXPECT_EQ(search(), expected);
  EXPECT_NE(note_, "");
}

TEST_F(NearMemoryTest, KeepsNothingOfASearchThatWasCutShort) {
  Source source(10);
  grow(source.take(100));
  NearMemory memory = memory_of(parts_, true);
  Trial(all_, {.near_memory = &memory}).edges();
  const auto names = disk_.list("index");
  ASSERT_TRUE(names);
  EXPECT_TRUE(names->empty());
}

TEST_F(NearMemoryTest, TakesNoNoticeOfWhatAKilledSearchLeft) {
  Source source(7);
  grow(source.take(100));
  search();
  disk_.put(path() + ".new", "half of");
  grow(source.take(10));
  EXPECT_EQ(search(), search_anew());
  EXPECT_NE(path(), "");
}

}  // namespace
}  // namespace bmo::dedup
