// Finds where JSON values begin and end without reading what is in them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo::formats {

/// Follows brackets and strings through one value that may come in pieces, 64 bytes at a time.
class Nesting {
 public:
  enum class State : unsigned char { kInside, kDone, kBroken };

  /// Reads on from `at`, which moves behind the value's end, to the bracket that does not fit, or
  /// to the end of the text. The first piece starts at the value's first byte.
  State read(std::string_view text, std::size_t& at);
  void reset();
  /// A line ended inside a string: no JSON string does that, so a quote may be missing.
  bool has_torn_string() const { return torn_; }
  /// The value is a number or a word: only what follows ends it.
  bool is_bare() const { return kind_ == Kind::kBare; }

 private:
  enum class Kind : unsigned char { kNone, kBare, kString, kNested };

  void start(char first);
  State read_bare(std::string_view text, std::size_t& at);
  State read_string(std::string_view text, std::size_t& at);
  State read_nested(std::string_view text, std::size_t& at);
  std::uint64_t escaped_bytes(std::uint64_t backslashes);
  State follow(const char* block, std::uint64_t brackets, std::size_t& stop);

  Kind kind_ = Kind::kNone;
  std::string open_;  ///< The closing brackets that are due, innermost last.
  bool in_string_ = false;
  bool escaped_ = false;  ///< The next byte stands behind a backslash.
  bool torn_ = false;
};

}  // namespace bmo::formats
