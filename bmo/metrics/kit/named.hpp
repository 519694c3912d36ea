// Keeps a value for each name, of so many names and no more.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "bmo/base/text.hpp"
#include "bmo/metrics/kit/figures.hpp"

namespace bmo::metrics {

/// The first `most` names, in input order, have a value of their own; what is said of later ones is
/// counted and left out.
template <typename Value>
class Named {
 public:
  using Map = std::map<std::string, Value, std::less<>>;

  explicit Named(std::size_t most) : most_(most) {}

  /// nullptr for a name beyond the limit.
  Value* find_or_add(std::string_view name) {
    const auto found = map_.find(name);
    if (found != map_.end()) return &found->second;
    if (map_.size() < most_) return &map_.emplace(std::string(name), Value()).first->second;
    ++left_out_;
    return nullptr;
  }

  const Map& map() const { return map_; }
  std::size_t most() const { return most_; }
  std::uint64_t left_out() const { return left_out_; }  ///< Uses of names beyond the limit.

 private:
  std::size_t most_;
  Map map_;
  std::uint64_t left_out_ = 0;
};

/// Names of which only a count is kept, and those of which more is.
inline constexpr std::size_t kMostNames = 50'000;
inline constexpr std::size_t kMostBatches = 500;

/// Says where names were left out, if any were. `noun` is a plural.
template <typename Value>
void tell_left_out(const Named<Value>& named, std::string_view noun, Writer& writer) {
  if (named.left_out() == 0) return;
  writer.advise(Urgency::kWatch, "There are more than " + format_count(named.most()) + " " +
                                     std::string(noun) +
                                     ": the first of them are in these figures, " +
                                     format_count(named.left_out()) + " uses of others are not.");
}

}  // namespace bmo::metrics
