// What the gates of a run have dropped, by source and topic, and which pairs stood at the border.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/json/dom.hpp"
#include "bmo/pipeline/gates.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

/// A pair whose score is near to what a gate asks for.
struct BorderPair {
  double score = 0;
  std::string id;
  std::string file;
  std::uint64_t record = 0;
  std::uint64_t line = 0;
};

/// What one gate dropped; a pair counts for the first gate that it does not pass.
struct GateTotal {
  double least = 0;
  std::uint64_t judged = 0;
  std::uint64_t dropped = 0;
  std::uint64_t not_known = 0;     ///< Of these, pairs without that score.
  std::vector<BorderPair> passed;  ///< The nearest above ...
  std::vector<BorderPair> failed;  ///< ... and below, nearest first.
};

struct GroupTotal {
  std::uint64_t pairs = 0;
  std::uint64_t dropped = 0;
};

/// A group of which gates would drop more than they may.
struct Breach {
  std::string group;  ///< "all pairs", "source manual.pdf", "topic billing"
  std::uint64_t pairs = 0;
  std::uint64_t dropped = 0;
};

/// Of bounded size: sources and topics beyond the first thousand names are counted in the whole
/// alone.
struct GateTally {
  std::map<std::string, GateTotal> gates;
  std::map<std::string, GroupTotal> groups;

  bool empty() const { return groups.empty(); }
  /// Rows [first, last) of an item that met gates.
  void add(const Item& item, std::size_t first, std::size_t last, const std::string& file_name);
  /// The groups of which more than `max_drop` was dropped, greatest loss first.
  std::vector<Breach> breaches(double max_drop, std::uint64_t min_group) const;
};

json::Dom gate_tally_dom(const GateTally& tally);
GateTally gate_tally_of(const json::Dom& dom);

}  // namespace bmo::pipeline
