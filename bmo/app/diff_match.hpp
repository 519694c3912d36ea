// Finds out which pair of one set is which pair of another.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/dedup/min_hash.hpp"

namespace bmo::app {

/// What is kept of a pair: 56 bytes. Keys that are 0 are not known.
struct DiffRow {
  Hash128 content;                ///< Of all that a trainer sees.
  std::uint64_t id = 0;           ///< Of the id that it came with.
  std::uint64_t metadata = 0;     ///< Of all else.
  std::uint64_t instruction = 0;  ///< Equal words before the answer.
  std::uint64_t response = 0;     ///< Equal words of the answer, where it has eight and more.
  std::uint32_t split = 0;        ///< 0: told by nothing.
};

enum class DiffKind : std::uint8_t {
  kSame,
  kMetadata,  ///< The same texts with other metadata.
  kMoved,     ///< The same texts at another place in the order, or in another split.
  kEdited,
  kNew,
  kGone,
};
inline constexpr std::size_t kNumDiffKinds = 6;
std::string_view diff_kind_name(DiffKind kind);

/// By what two pairs were found to be one.
enum class DiffTie : std::uint8_t { kNone, kContent, kId, kInstruction, kResponse, kLikeness };
/// "", "content", "id", "question", "answer", "likeness".
std::string_view diff_tie_name(DiffTie tie);

inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

struct DiffSide {
  std::vector<std::uint32_t> partner;  ///< Row of the other side; kNoRow: none.
  std::vector<DiffTie> tie;
};

/// Rows are in input order. Both sides have the same ties.
struct DiffMatches {
  DiffSide before;
  DiffSide after;
  std::vector<bool> moved;  ///< By row of `after`: it and its partner are out of order.
};

/// Ties rows of equal content first, then those of one id, of one question, of one answer; of
/// several that are alike the first goes with the first. `moved` marks the least number of rows of
/// equal content whose removal leaves the rest in order. O(n log n).
DiffMatches match_rows(std::span<const DiffRow> before, std::span<const DiffRow> after);

/// What a row that has no partner yet looks like.
struct DiffSketch {
  std::uint32_t row = 0;
  dedup::Signature signature{};
};

/// Share of equal values in two sketches from which on two texts are taken for one that was edited.
inline constexpr double kLikeEnough = 0.5;

/// Ties rows of like texts: each of `before`, in order, with the likest that is left.
void match_likeness(std::span<const DiffSketch> before, std::span<const DiffSketch> after,
                    DiffMatches& matches);

DiffKind kind_before(const DiffMatches& matches, std::uint32_t row);
DiffKind kind_after(std::span<const DiffRow> before, std::span<const DiffRow> after,
                    const DiffMatches& matches, std::uint32_t row);

}  // namespace bmo::app
