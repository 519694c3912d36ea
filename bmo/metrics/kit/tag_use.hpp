// Watches which tags stand together, which exclude each other, and where the same question is
// described in two ways.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmo/metrics/kit/figures.hpp"
#include "bmo/metrics/kit/named.hpp"

namespace bmo::metrics {

/// "Set-Up" and "setup", "tag" and "tags", or words of at least eight letters that differ in one.
bool are_spellings(const std::string& a, const std::string& b);

/// What tags two pairs of the same question, or one pair, have that cannot both hold: easy and
/// hard, beginner and advanced ...; or two values of a key ("level:easy", "level:hard") that other
/// pairs have one value of. Samples of 20,000 tagged pairs and of 20,000 questions, those with the
/// lowest hashes: the same for any order.
class TagUse {
 public:
  /// `tags` number the pair's tags in `names`; `question` is of the last question.
  void add(std::uint64_t rank, std::string_view question, const Metadata& metadata,
           const std::vector<std::uint32_t>& tags);
  /// `names` by the numbers that were added.
  void tell(std::span<const std::string> names, Writer& writer) const;

 private:
  static constexpr std::size_t kMost = 20'000;
  static constexpr std::size_t kFields = 3;  ///< difficulty, language, category

  struct Described {
    std::uint64_t times = 0;
    std::uint64_t first[kFields] = {};  ///< Hashes of what was said first; 0: nothing yet.
    bool differs[kFields] = {};
  };

  void describe(std::string_view question, const Metadata& metadata);
  void tell_redundant(std::span<const std::string> names, Writer& writer) const;
  void tell_exclusive(std::span<const std::string> names, Writer& writer) const;
  void tell_descriptions(Writer& writer) const;

  std::set<std::pair<std::uint64_t, std::vector<std::uint32_t>>> pairs_;
  std::map<std::uint64_t, Described> questions_;  ///< By a hash of the question's words.
};

}  // namespace bmo::metrics
