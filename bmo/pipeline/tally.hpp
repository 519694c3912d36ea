// What a run has counted so far: fates, reasons, findings, and the sums that prove that nothing was
// lost.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/model/batch.hpp"
#include "bmo/pipeline/gate_tally.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/pipeline/score_tally.hpp"
#include "bmo/pipeline/set_sums.hpp"

namespace bmo::pipeline {

/// One of the first findings of a code, with its place as text.
struct FindingExample {
  std::string code;
  std::string severity;
  std::string file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::uint64_t byte = 0;
  std::string field;
  std::string detail;
  std::string excerpt;
  std::size_t caret = 0;  ///< The character of `excerpt` that is meant, from 1; 0: not known.
};

struct FindingTotal {
  std::string severity;
  std::uint64_t count = 0;
  std::uint64_t examples = 0;
};

/// Each record is in exactly one fate: the multiset hash of all records read equals the sum over
/// fates, or the run fails (`conserved`).
struct Tally {
  std::array<std::uint64_t, kNumFates> fates{};
  MultisetHash input;
  std::array<MultisetHash, kNumFates> by_fate;
  MultisetHash exported_content;                 ///< Content hashes of the exported pairs.
  std::map<std::string, std::uint64_t> reasons;  ///< "filtered where", "quarantined E_ROLE", ...
  std::map<std::string, FindingTotal> findings;
  std::map<std::string, std::uint64_t> not_held;  ///< "csv:alpaca cannot hold tool calls": pairs
  std::vector<FindingExample> examples;
  std::map<std::string, std::uint64_t> fixes;  ///< Changes made, by fix.
  SetSums sums;                                ///< Of the exported pairs.
  /// By data stream: rows with each RowTrait, lowest bit first; for rules of the whole set.
  std::map<std::uint64_t, std::array<std::uint64_t, kNumTraits>> traits;
  ScoreTally scores;           ///< Of every pair that could be read; empty: nothing was scored.
  ScoreTally exported_scores;  ///< Of those that are exported.
  GateTally gates;             ///< Empty: there were none.
  std::map<std::string, std::uint64_t> overrides;  ///< "keep" and "drop" -> pairs

  std::uint64_t records() const;
  std::uint64_t count(Fate fate) const { return fates[static_cast<std::size_t>(fate)]; }
  bool conserved() const;

  /// Rows [first, last) of an item; `file_name` is that of its input.
  void add(const Item& item, std::size_t first, std::size_t last, const std::string& file_name);
  /// A finding about a whole output: it has no place in the input.
  void add_set_finding(std::string_view code, Severity severity, std::string detail);

 private:
  void add_scores(const Item& item, std::size_t first, std::size_t last);
  void add_traits(const Item& item, std::size_t first, std::size_t last);
  FindingTotal& count_finding(std::string_view code, Severity severity);
  void add_finding(const Item& item, const Finding& finding, const std::string& file_name);
};

/// The formats::OptionalField bits that any row of these counts has.
std::uint8_t optional_fields(const std::array<std::uint64_t, kNumTraits>& traits);

json::Dom tally_dom(const Tally& tally);
Tally tally_of(const json::Dom& dom);

}  // namespace bmo::pipeline
