// Searching and counting give what a plain loop gives, at any length and place.
#include "bmo/formats/kit/text_scan.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "bmo/formats/kit/text_json.hpp"

namespace bmo::formats {
namespace {

TEST(TextScan, CountsLines) {
  std::mt19937 random(3);
  for (std::size_t size = 0; size < 9000; size = size * 5 / 4 + 1) {
    std::string text(size, 'x');
    for (char& c : text)
      c = random() % 3 == 0 ? '\n' : 'x';
    EXPECT_EQ(count_lines(text),
              static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
    EXPECT_EQ(count_lines(std::string(size, '\n')), size);
  }
}

TEST(TextScan, FindsEitherByte) {
  for (std::size_t size = 0; size < 50; ++size) {
    std::string text(size, 'x');
    EXPECT_EQ(find_either(text, 0, '"', '\\'), size);
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = at % 2 == 0 ? '"' : '\\';
      EXPECT_EQ(find_either(text, 0, '"', '\\'), at);
      EXPECT_EQ(find_either(text, at, '"', '\\'), at);
      text[at] = 'x';
    }
  }
}

/// The end of the value by a plain loop; npos where it does not end.
std::size_t plain_end(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && text[i] == '{') {
      ++depth;
    } else if (!in_string && text[i] == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

TEST(Nesting, EndsWhereAPlainLoopEndsWhateverThePieces) {
  std::mt19937 random(5);
  static const char* const kInside[] = {"\\\"", "\\\\", "{", "}", "x", "long text in a string ",
                                        ""};
  for (int round = 0; round < 3000; ++round) {
    std::string text = "{";
    for (std::size_t i = random() % 12; i > 0; --i) {
      text += "\"";
      for (std::size_t j = random() % 6; j > 0; --j)
        text += kInside[random() % 7];
      text += random() % 3 == 0 ? "\":{}," : "\", ";
    }
    text += "}}{";
    Nesting whole;
    std::size_t end = 0;
    ASSERT_EQ(whole.read(text, end), Nesting::State::kDone);
    ASSERT_EQ(end, plain_end(text)) << text;
    Nesting pieces;
    std::size_t done = 0;
    for (bool ended = false; !ended;) {
      std::size_t at = 0;
      const std::string_view piece = std::string_view(text).substr(done, 1 + random() % 90);
      ended = pieces.read(piece, at) == Nesting::State::kDone;
      done += at;
      ASSERT_TRUE(ended || at == piece.size());
    }
    ASSERT_EQ(done, end) << text;
  }
}

}  // namespace
}  // namespace bmo::formats
