// The fast and the diagnosing parser accept the same texts: valid JSON, broken at random places.
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "bmo/json/diagnose.hpp"
#include "bmo/json/json.hpp"

namespace bmo::json {
namespace {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string value(int depth) {
    const unsigned kind = pick(depth > 0 ? 8 : 6);
    if (kind == 0) return "null";
    if (kind == 1) return pick(2) != 0 ? "true" : "false";
    if (kind == 2) return number();
    if (kind < 6) return string();
    return kind == 6 ? array(depth) : object(depth);
  }

  std::string broken(std::string text) {
    for (unsigned i = 1 + pick(3); i > 0; --i)
      mutate(text);
    return text;
  }

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

 private:
  std::string number() {
    static const char* const kNumbers[] = {"0",   "-1",      "1.5",
                                           "1e5", "-0.0E-7", "123456789012345678901"};
    return kNumbers[pick(6)];
  }

  std::string string() {
    static const char* const kPieces[] = {"a",
                                          "\\n",
                                          "\\\\",
                                          "\\\"",
                                          "\xC3\xA9",
                                          "\\u00e9",
                                          "\\ud83d\\ude00",
                                          " ",
                                          "{",
                                          "\xF0\x9F\x98\x80",
                                          ",",
                                          ":",
                                          "]",
                                          "key",
                                          "/"};
    std::string out = "\"";
    for (unsigned i = pick(12); i > 0; --i)
      out += kPieces[pick(15)];
    return out + "\"";
  }

  std::string space() { return pick(4) == 0 ? std::string(1, " \t\r\n"[pick(4)]) : ""; }

  std::string array(int depth) {
    std::string out = "[";
    const unsigned count = pick(4);
    for (unsigned i = 0; i < count; ++i)
      out += (i > 0 ? "," : "") + space() + value(depth - 1) + space();
    return out + "]";
  }

  std::string object(int depth) {
    std::string out = "{";
    const unsigned count = pick(16);
    for (unsigned i = 0; i < count; ++i) {
      out += (i > 0 ? "," : "") + space() + "\"k" + std::to_string(pick(8) == 0 ? pick(16) : i) +
             "\"" + space() + ":" + space() + value(depth - 1) + space();
    }
    return out + "}";
  }

  void mutate(std::string& text) {
    static constexpr char kAny[] =
        "\"\\{}[],:0-+.eEtnu \n\t\x00\x01\x0C\x1A\x7F\x80\xC2\xE2\xED\xA0\xFF'/#";
    static const std::string kBytes(kAny, sizeof kAny - 1);
    const std::size_t at = pick(static_cast<unsigned>(text.size() + 1));
    const char byte = kBytes[pick(static_cast<unsigned>(kBytes.size()))];
    switch (pick(4)) {
      case 0:
        text.insert(at, 1, byte);
        break;
      case 1:
        text.erase(at, 1 + pick(3));
        break;
      case 2:
        if (at < text.size()) text[at] = byte;
        break;
      default:
        text.resize(at);
    }
  }

  std::mt19937 random_;
};

TEST(Agreement, BothParsersGiveTheSameVerdict) {
  Document document;
  int accepted = 0;
  int refused = 0;
  for (unsigned seed = 0; seed < 30000; ++seed) {
    Maker maker(seed);
    std::string text = maker.value(4);
    if (seed % 4 != 0) text = maker.broken(text);
    Arena arena;
    Fault fault;
    Fault slow;
    const bool valid = document.parse(text, arena, fault, {.depth = 4, .keys = 14});
    ASSERT_EQ(valid, !diagnose(text, {.depth = 4, .keys = 14}, 1, slow)) << seed << ": " << text;
    ++(valid ? accepted : refused);
    if (!valid) {
      ASSERT_LE(fault.offset, text.size());
      ASSERT_FALSE(fault.detail.empty());
    }
  }
  EXPECT_GT(accepted, 5000);
  EXPECT_GT(refused, 5000);
}

TEST(Agreement, EveryPrefixOfARecordIsTruncated) {
  const std::string text =
      "{\"a\":\"x\\u00e9\\ud83d\\ude00\xC3\xA9\",\"b\":[1.5e3,true,{\"c\":null}]}";
  Document document;
  for (std::size_t size = 0; size < text.size(); ++size) {
    Arena arena;
    Fault fault;
    ASSERT_FALSE(document.parse(std::string_view(text).substr(0, size), arena, fault));
    EXPECT_EQ(fault.code, "E_JSON_TRUNCATED") << text.substr(0, size) << ": " << fault.detail;
    EXPECT_EQ(fault.offset, size);
  }
}

}  // namespace
}  // namespace bmo::json
