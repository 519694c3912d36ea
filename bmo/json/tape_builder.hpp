// Turns the token starts that simdjson finds into a tape, checking the grammar on the way.
//
// simdjson's first stage has already proven that the text is UTF-8, that strings end and that they
// hold no raw control characters; its list has every bracket, comma and colon outside strings,
// every opening quote and the first byte of every other run of characters. So a string's closing
// quote is the last byte before the next start, white space left aside.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/json/json.hpp"
#include "bmo/json/key_check.hpp"

namespace bmo::json {

/// An array or object that is still open.
struct OpenNode {
  std::uint32_t node = 0;
  std::uint32_t count = 0;
  bool is_object = false;
};

/// What a builder needs and keeps between records.
struct TapeMemory {
  std::vector<OpenNode> open;
  KeyCheck keys;
};

/// Where the nodes go, and what they are made with.
struct TapeTarget {
  std::vector<Node>& tape;
  Arena& arena;
  TapeMemory& memory;
};

class TapeBuilder {
 public:
  TapeBuilder(std::string_view text, std::span<const std::uint32_t> starts, const Limits& limits,
              const TapeTarget& target);
  /// False where the text is no JSON within the limits; the diagnosing parser then says why.
  bool run();

 private:
  char peek() const { return at_ < starts_.size() ? text_[starts_[at_]] : '\0'; }
  std::string_view token() const;
  void add(std::string_view raw, Kind kind, bool escaped);
  bool step();
  bool member();
  bool value();
  bool string();
  bool literal(std::string_view word, Kind kind);
  bool number();
  bool open(Kind kind);
  bool close();

  std::string_view text_;
  std::span<const std::uint32_t> starts_;
  const Limits& limits_;
  std::vector<Node>& tape_;
  Arena& arena_;
  TapeMemory& memory_;
  std::size_t at_ = 0;
};

}  // namespace bmo::json
