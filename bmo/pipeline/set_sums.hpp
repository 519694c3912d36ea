// Adds up what the data card tells of the exported pairs: turns, bytes, licences, languages.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bmo/json/dom.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::pipeline {

/// Sums alone, so that parts of a set can be added up in any order.
class SetSums {
 public:
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;
  /// Names beyond so many are not told apart.
  static constexpr std::size_t kMostNames = 32;

  std::uint64_t pairs = 0;
  std::uint64_t messages = 0;
  std::uint64_t multi_turn = 0;      ///< Pairs with more than one user message.
  std::uint64_t system_prompts = 0;  ///< Pairs that begin with one.
  std::uint64_t tool_pairs = 0;      ///< Pairs with tools, calls or results.
  std::uint64_t rejected = 0;        ///< Pairs with a worse answer beside the better.
  std::uint64_t bytes = 0;           ///< Of the texts of all messages, in UTF-8.
  std::uint64_t answer_bytes = 0;
  std::uint64_t longest = 0;  ///< Bytes of the longest pair.
  Counts licences;            ///< source.licence -> pairs; pairs without one count nowhere.
  Counts languages;

  void add(const Pair& pair);
};

json::Dom set_sums_dom(const SetSums& sums);
SetSums set_sums_of(const json::Dom& dom);

}  // namespace bmo::pipeline
