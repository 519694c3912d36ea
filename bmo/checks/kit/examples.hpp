// Writes, at compile time, bad examples that are too large to be typed.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace bmo::checks {

template <std::size_t kSize>
class ExampleText {
 public:
  constexpr void add(std::string_view text) {
    for (const char c : text)
      bytes_[size_++] = c;
  }
  constexpr void add_number(std::size_t number) {
    for (std::size_t digit = 10000; digit > 0; digit /= 10) {
      bytes_[size_++] = static_cast<char>('0' + number / digit % 10);
    }
  }
  constexpr const char* data() const { return bytes_.data(); }
  constexpr std::size_t size() const { return size_; }

 private:
  std::array<char, kSize> bytes_{};
  std::size_t size_ = 0;
};

inline constexpr std::string_view kExampleHead = R"({"instruction":"a","response":"b","c":)";

/// A record that holds lists within lists.
template <std::size_t kDepth>
consteval auto nested_record() {
  ExampleText<kExampleHead.size() + 2 * kDepth + 1> out;
  out.add(kExampleHead);
  for (std::size_t i = 0; i < kDepth; ++i)
    out.add("[");
  for (std::size_t i = 0; i < kDepth; ++i)
    out.add("]");
  out.add("}");
  return out;
}

/// A record that holds an object of `kKeys` fields.
template <std::size_t kKeys>
consteval auto wide_record() {
  ExampleText<kExampleHead.size() + 10 * kKeys + 5> out;
  out.add(kExampleHead);
  out.add("{");
  for (std::size_t i = 0; i < kKeys; ++i) {
    out.add(i == 0 ? R"(")" : R"(,")");
    out.add_number(i);
    out.add(R"(":0)");
  }
  out.add("}}");
  return out;
}

/// A record with a field whose name has `kBytes` bytes.
template <std::size_t kBytes>
consteval auto long_key_record() {
  ExampleText<kBytes + 64> out;
  out.add(R"({"instruction":"a","response":"b",")");
  for (std::size_t i = 0; i < kBytes; ++i)
    out.add("k");
  out.add(R"(":0})");
  return out;
}

/// A record whose response has `kBytes` bytes.
template <std::size_t kBytes>
consteval auto long_record() {
  ExampleText<kBytes + 64> out;
  out.add(R"({"instruction":"a","response":")");
  for (std::size_t i = 0; i < kBytes; ++i)
    out.add("b");
  out.add(R"("})");
  return out;
}

}  // namespace bmo::checks
