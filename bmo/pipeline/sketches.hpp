// Fingerprints for those pairs alone that may have a copy, where copies are all that is asked for.
//
// Most pairs are like no other, and a sketch shows it for a tenth of the work: which letters and
// digits the instruction has. The few that share theirs are read again, and only they.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmo/dedup/rows.hpp"
#include "bmo/pipeline/first_pass.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::pipeline {

/// May pass one take sketches, since what is asked for says nothing of pairs whose sketch no other
/// pair has?
bool takes_sketches(const Recipe& recipe);

/// Pairs whose sketch is not theirs alone.
struct SketchMatches {
  std::vector<std::uint64_t> records;  ///< Numbers, ascending.
  std::vector<dedup::Row> rows;        ///< Of each in the file of sketches.
};

/// `files` with sketches. Memory: 12 bytes for each match, and `memory_bytes`.
Result<SketchMatches> find_sketch_matches(io::Disk& disk, const PrintFiles& files,
                                          std::uint64_t memory_bytes);

/// Makes the file of fingerprints from that of sketches: pairs that match no other keep theirs,
/// which is as good as no key. Used by one thread.
class PrintsFromSketches {
 public:
  /// `matches` outlives this.
  static Result<PrintsFromSketches> create(io::Disk& disk, const PrintFiles& files,
                                           const SketchMatches& matches);
  /// Puts the fingerprints of an item in their places. Items come in their order.
  Status take(const Item& item);
  /// Copies what is left. E_INPUT_CHANGED where a match was not among the items.
  Status finish();

 private:
  PrintsFromSketches(const SketchMatches& matches, std::uint64_t bytes)
      : matches_(&matches), bytes_(bytes) {}
  /// Writes the part that is held, and reads the next.
  Status turn();

  const SketchMatches* matches_;
  std::uint64_t bytes_;  ///< Of either file.
  std::unique_ptr<io::File> sketches_;
  std::unique_ptr<io::File> prints_;
  std::vector<dedup::Fingerprint> part_;
  std::size_t part_first_ = 0;  ///< Row.
  std::size_t taken_ = 0;
};

}  // namespace bmo::pipeline
