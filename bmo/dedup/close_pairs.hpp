// Finds the pairs of vectors that point nearly the same way: all with all, or within cells.
//
// Up to some sixty thousand vectors all are compared with all, and nothing is missed. More are
// spread over cells around centres that a sample teaches (spherical k-means), each vector in its
// six nearest ones, and within a cell all are compared. Whole numbers throughout: neither threads
// nor the order in which vectors come change what is found.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/inner_products.hpp"
#include "bmo/dedup/rows.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::dedup {

/// Two vectors by their numbers, `a` below `b`.
struct ClosePair {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  float cosine = 0;

  friend bool operator==(const ClosePair&, const ClosePair&) = default;
};

/// Centres of cells.
class Cells {
 public:
  static constexpr std::size_t kNearest = 6;
  using Nearest = std::uint32_t[kNearest];

  /// `sample` in an order that does not depend on the input's; its first `count` rows are the first
  /// centres.
  static Cells train(const embed::Vectors& sample, std::size_t count, const ParallelFor& parallel);

  std::size_t size() const { return centres_.size(); }
  /// The cells of `rows`, ascending in each. Repeats the last where there are fewer cells.
  void assign(const embed::Vectors& rows, const ParallelFor& parallel,
              std::vector<std::uint32_t>& out) const;

 private:
  static constexpr std::size_t kRowsAtOnce = 384;
  /// By nearness.
  void nearest(const embed::Vectors& rows, std::size_t first, std::size_t last, std::size_t wanted,
               std::uint32_t* out) const;
  void set(embed::Vectors centres);

  embed::Vectors centres_;
  Panels panels_;
};

struct CloseOptions {
  float floor = 0.9F;                                ///< The least cosine.
  std::size_t all_with_all = std::size_t{1} << 16U;  ///< Up to so many vectors cells are not used.
  std::uint64_t memory_bytes = std::uint64_t{256} << 20U;
};

/// Some of many vectors.
struct VectorSource {
  std::size_t size = 0;
  /// Replaces `out` by the vectors of these numbers, which ascend.
  std::function<Status(std::span<const std::uint32_t>, embed::Vectors&)> read;
  /// Orders vectors for sampling; the same whatever the order of the input.
  std::function<std::uint64_t(std::uint32_t)> chance;
};

/// Where cells lie that do not fit into memory: six records of a vector and 28 bytes each for
/// every vector, in files of `directory`, which the caller removes.
struct Spill {
  io::Disk& disk;
  std::string directory;
};

/// Calls `visit` with each pair at `floor` or above once, in no certain order, some thousand at a
/// time, from one thread.
Status find_close_pairs(const VectorSource& vectors, const CloseOptions& options,
                        const ParallelFor& parallel, const Spill& spill,
                        const std::function<Status(std::span<const ClosePair>)>& visit);

/// All with all.
std::vector<ClosePair> compare_all(const embed::Vectors& vectors, float floor,
                                   const ParallelFor& parallel);

}  // namespace bmo::dedup
