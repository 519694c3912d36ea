// Finds the first of several bytes in a text, by a table.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace bmo::checks {

/// std::string_view::find_first_of asks for each byte anew; this looks each up.
class ByteSet {
 public:
  consteval explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes)
      holds_[static_cast<unsigned char>(c)] = true;
  }

  /// The place of the first such byte from `at` on, or npos.
  std::size_t find(std::string_view text, std::size_t at = 0) const {
    for (; at < text.size(); ++at) {
      if (holds_[static_cast<unsigned char>(text[at])]) return at;
    }
    return std::string_view::npos;
  }

 private:
  std::array<bool, 256> holds_{};
};

}  // namespace bmo::checks
