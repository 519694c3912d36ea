// Finds where JSON values begin and end without reading what is in them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace bmo::formats {

/// Follows brackets and strings through one value that may come in pieces.
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
  bool is_bare() const { return bare_; }

 private:
  bool read_string(std::string_view text, std::size_t& at);
  State read_bare(std::string_view text, std::size_t& at);

  std::string open_;  ///< The closing brackets that are due, innermost last.
  bool started_ = false;
  bool bare_ = false;  ///< A number or word.
  bool in_string_ = false;
  bool escaped_ = false;
  bool torn_ = false;
};

}  // namespace bmo::formats
