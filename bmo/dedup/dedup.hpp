// One file for each way to find pairs that say the same thing.
//
// Every method looks at the same fingerprints and adds to one list of edges: two rows, what they
// have in common, how much. Which of them is removed is decided afterwards from that list
// (survivors.hpp), so that one run answers for every threshold. In two passes over the input:
//
//   pass one   Fingerprinter::add for each pair that passed the gates; its two outputs are
//              appended to two files.
//   between    Rows::open, prepare, find_edges, choose_survivors.
//   pass two   Survivors::find says of each record whether it goes, and for which one.
//
// Results depend neither on threads nor on the order of the input: rows are ordered by (rank,
// content), and nothing is chosen by chance.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/rows.hpp"

namespace bmo::embed {
class Encoder;
}

namespace bmo::dedup {

class NearMemory;

enum class EdgeKind : std::uint8_t {
  kCopy,             ///< The same bytes.
  kIdentical,        ///< The same words on both sides.
  kNear,             ///< Nearly the same instruction; the responses agree.
  kSemantic,         ///< Instructions of one meaning; the responses agree.
  kVariant,          ///< Nearly the same instruction; the responses differ. Never removed unasked.
  kSemanticVariant,  ///< Instructions of one meaning; the responses differ. Never removed.
  kConflict,         ///< The same instruction, another response.
  kSameAnswer,       ///< The same response of some length to another instruction.
  kTemplate,         ///< The same instruction but for numbers and names.
};
inline constexpr std::size_t kNumEdgeKinds = 9;

/// "copy", "identical", "near", "semantic", "variant", "semantic-variant", "conflict",
/// "same-answer", "template".
std::string_view edge_kind_name(EdgeKind kind);

/// Evidence about two rows. `first` stands before `second` in the order of survivors.
struct Edge {
  Row first = 0;
  Row second = 0;
  float instruction = 0;  ///< Similarity, 0 to 1.
  float response = 0;     ///< Similarity, 0 to 1; 0 where it was not asked.
  EdgeKind kind = EdgeKind::kCopy;
  bool same_seed = false;  ///< Intended: both are variations of one pair, or one of the other.

  friend bool operator==(const Edge&, const Edge&) = default;
};

/// What the method "semantic" leaves out, counted.
struct LeftOut {
  std::uint64_t foreign = 0;  ///< Rows in another language than the encoder's.
  std::uint64_t edges = 0;    ///< Edges beyond the strongest of their row.
};

/// How the method "semantic" judges. Cosines are those of one encoder: with another one other
/// numbers are right (docs/dedup.md).
struct MeaningOptions {
  const embed::Encoder* encoder = nullptr;  ///< Must be given where "semantic" runs.
  bool encodes_in_parallel = true;          ///< May many threads ask it at once?
  /// A better one, asked of instructions that are less alike than `sure`; nullptr: none is asked.
  const embed::Encoder* verifier = nullptr;
  double sure = 0.97;
  double verified = 0.85;       ///< The verifier's least cosine.
  double floor = 0.90;          ///< Edges whose instructions are less alike are not looked for.
  double agreement = 0.80;      ///< Responses at least this alike, and not contradictory, agree.
  std::size_t most_edges = 64;  ///< Of each row to rows before it: the strongest of them.
  LeftOut* left_out = nullptr;  ///< Where to say what was left out; nullptr: nowhere.
};

struct Options {
  double floor = 0.70;      ///< Near edges below this are not looked for; see B2's S-curve.
  double agreement = 0.70;  ///< Responses at least this alike, with equal amounts, agree.
  bool guards = true;       ///< Off for measuring alone: without them a changed number merges.
  bool strip_lines = true;  ///< Leave lines out that very many rows have.
  MeaningOptions meaning;
  NearMemory* near_memory = nullptr;  ///< What earlier searches of "near" left; nullptr: nothing.
  std::uint64_t memory_bytes = std::uint64_t{1} << 30U;
};

/// What all methods share. `directory` holds working files that do not fit into memory; the caller
/// removes it.
struct Work {
  const Rows& rows;
  const Options& options;
  const ParallelFor& parallel;
  io::Disk& disk;
  std::string directory;
  std::vector<Row> position;  ///< Of each row in the order of survivors.
  /// The first row, in that order, of those that have this one's norm key: no method can tell them
  /// apart.
  std::vector<Row> same_as;
};

/// Works out the order and what is equal. 48 bytes of memory a row while it runs, 8 afterwards.
Result<Work> prepare(const Rows& rows, const Options& options, const ParallelFor& parallel,
                     io::Disk& disk, std::string directory);

struct MethodCard {
  std::string_view id;  ///< Also the file's name.
  std::string_view title;
  std::string_view why;
  std::string_view removes;  ///< Which of its edges remove a pair; empty: it only reports.
};

/// A method adds edges in any order, each at most once; `first` before `second` by position.
template <typename M>
concept Method = requires(const M& method, const Work& work, std::vector<Edge>& edges) {
  { M::card } -> std::convertible_to<const MethodCard&>;
  { method.find(work, edges) } -> std::same_as<Status>;
};

struct MethodEntry {
  const MethodCard* card;
  Status (*find)(const Work&, std::vector<Edge>&);
};

template <Method M>
const MethodEntry& entry() {
  static constexpr MethodEntry kEntry{
      &M::card, +[](const Work& work, std::vector<Edge>& edges) { return M{}.find(work, edges); }};
  return kEntry;
}

namespace methods {
/// Every method, by id. The build writes this table from the file names.
std::span<const MethodEntry* const> all();
}  // namespace methods

/// nullptr where there is none of that id.
const MethodEntry* find_method(std::string_view id);

/// Sorts by the position of `second`, then strongest first; of two methods' edges between the same
/// rows the stronger is kept (but for kSameAnswer and kTemplate, which say something else).
void sort_edges(const Work& work, std::vector<Edge>& edges);

/// Runs the methods and sorts what they found. "near" knows nothing of equal rows, so "exact" goes
/// with it.
Result<std::vector<Edge>> find_edges(const Work& work, std::span<const MethodEntry* const> methods);

}  // namespace bmo::dedup
