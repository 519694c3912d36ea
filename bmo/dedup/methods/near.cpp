// Finds pairs whose instructions are nearly the same text, by MinHash and true Jaccard similarity.
//
// Sets of character shingles meet where a band of their sketches agrees (min_hash.hpp), and only
// within equal amounts and equal frames, since the guards would part them anyway: a thousand
// invoices that differ in their number are never compared. Instructions that very many rows share
// word for word say nothing about which rows are alike: those rows meet by their responses.
#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>
#include <optional>
#include <vector>

#include "bmo/dedup/bands.hpp"
#include "bmo/dedup/compare.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/min_hash.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/dedup/survey.hpp"

namespace bmo::dedup::methods {
namespace {

constexpr std::size_t kRowsAtOnce = 128;
constexpr std::size_t kPairsAtOnce = 4096;
constexpr std::size_t kAllPairs = 64;   ///< In a group up to this size all are compared with all.
constexpr std::size_t kWays = 4;        ///< A larger one is split by a second band, in these ways,
constexpr std::size_t kSplits = 2;      ///< then by up to that many more, in one way.
constexpr std::size_t kNeighbours = 8;  ///< What is larger still is compared within this distance.
constexpr std::size_t kBandsAtOnce = 8;

/// Two members, the lower in the upper half.
using Candidate = std::uint64_t;

Candidate candidate_of(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{std::min(a, b)} << 32U | std::max(a, b);
}

/// Calls `work(slice, first, last)` for slices of `count`, until one fails.
template <typename Slice>
Status for_slices(const ParallelFor& parallel, std::size_t count, std::size_t size,
                  const Slice& work) {
  std::mutex mutex;
  std::optional<Error> failed;
  parallel((count + size - 1) / size, [&](std::size_t slice) {
    Status status = work(slice, slice * size, std::min((slice + 1) * size, count));
    if (status) return;
    const std::lock_guard lock(mutex);
    if (!failed) failed = std::move(status).error();
  });
  if (failed) return *std::move(failed);
  return ok();
}

/// Makes the sketches of all rows that differ.
class Sketching {
 public:
  Sketching(const Work& work, const Survey& survey) : work_(work), survey_(survey) {}

  Status run(Bands& bands, std::vector<Row>& members) {
    BMO_TRY_AS(shared_,
               shared_instructions(work_.rows, work_.position, work_.options.memory_bytes / 4));
    BMO_TRY(work_.rows.scan([&](const Rows::Chunk& chunk) { return take(chunk, bands, members); }));
    return bands.finish();
  }

 private:
  Status take(const Rows::Chunk& chunk, Bands& bands, std::vector<Row>& members) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < chunk.prints.size(); ++i) {
      const Row row = chunk.first + static_cast<Row>(i);
      const bool is_empty = chunk.prints[i].text_bytes() == 0;
      if (work_.same_as[row] == row && !is_empty) rows.push_back(row);
    }
    std::vector<BandKeys> keys(rows.size());
    BMO_TRY(for_slices(work_.parallel, rows.size(), kRowsAtOnce,
                       [&](std::size_t, std::size_t first, std::size_t last) {
                         Scratch scratch;
                         for (std::size_t i = first; i < last; ++i) {
                           const Fingerprint& print = chunk.prints[rows[i] - chunk.first];
                           keys[i] =
                               keys_of(print, chunk.texts_of(print), shared_[rows[i]], scratch);
                         }
                         return ok();
                       }));
    members.insert(members.end(), rows.begin(), rows.end());
    return bands.add(keys);
  }

  struct Scratch {
    std::string skeleton;
    std::vector<std::uint64_t> shingles;
    Signature signature{};
  };

  BandKeys keys_of(const Fingerprint& print, const Texts& texts, bool is_shared,
                   Scratch& scratch) const {
    std::uint64_t group = print.frame;
    if (work_.options.guards) group += std::rotl(print.amounts, 23);
    Survey::Skeleton skeleton = survey_.strip(texts.instruction, scratch.skeleton);
    if (work_.options.guards) group += skeleton.stripped;
    if ((is_shared || skeleton.is_all_boilerplate || texts.instruction.empty()) &&
        !texts.response.empty()) {
      group += print.instruction + 1;
      survey_.strip(texts.response, scratch.skeleton);
    }
    cut_shingles(scratch.skeleton, scratch.shingles);
    sketch(scratch.shingles, scratch.signature);
    return band_keys(scratch.signature, group);
  }

  const Work& work_;
  const Survey& survey_;
  std::vector<bool> shared_;
};

/// Names the pairs of a group that are worth comparing.
class Pairing {
 public:
  Pairing(const Bands& bands, std::span<const Row> members, std::span<const Row> position,
          std::vector<Candidate>& out)
      : bands_(bands), members_(members), position_(position), out_(out) {}

  /// Like rows agree in many bands, so that they meet again in one of the splits.
  Status take(Bands::Group group, std::size_t band) {
    if (group.size() <= kAllPairs) {
      add_all(group);
      return ok();
    }
    for (std::size_t way = 1; way <= kWays; ++way)
      BMO_TRY(split(group, (band + way) % kBands, kSplits));
    return ok();
  }

 private:
  Status split(Bands::Group group, std::size_t band, std::size_t splits_left) {
    return bands_.split(band, group, [&](Bands::Group part) {
      if (part.size() <= kAllPairs) {
        add_all(part);
      } else if (splits_left == 0) {
        add_neighbours(part);
      } else {
        return split(part, (band + kWays) % kBands, splits_left - 1);
      }
      return ok();
    });
  }

  void add_all(Bands::Group group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j)
        out_.push_back(candidate_of(group[i], group[j]));
    }
  }

  /// Each with the first, and with those next to it in the order of survivors.
  void add_neighbours(Bands::Group group) {
    std::vector<std::uint32_t> ordered(group.begin(), group.end());
    std::sort(ordered.begin(), ordered.end(), [this](std::uint32_t a, std::uint32_t b) {
      return position_[members_[a]] < position_[members_[b]];
    });
    for (std::size_t i = 1; i < ordered.size(); ++i) {
      out_.push_back(candidate_of(ordered[0], ordered[i]));
      for (std::size_t j = std::max<std::size_t>(1, i - std::min(i, kNeighbours)); j < i; ++j)
        out_.push_back(candidate_of(ordered[j], ordered[i]));
    }
  }

  const Bands& bands_;
  std::span<const Row> members_;
  std::span<const Row> position_;
  std::vector<Candidate>& out_;
};

void make_unique(std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
}

class Search {
 public:
  Search(const Work& work, const Survey& survey, const Bands& bands, std::span<const Row> members,
         std::vector<Edge>& edges)
      : work_(work), survey_(survey), bands_(bands), members_(members), edges_(edges) {}

  /// Some bands at a time where they lie in memory; what they name is compared when the budget for
  /// candidates is used up, and what they name twice is compared once.
  Status run() {
    const std::size_t at_once = bands_.in_memory() ? kBandsAtOnce : 1;
    for (std::size_t band = 0; band < kBands; band += at_once) {
      std::vector<std::vector<Candidate>> found(at_once);
      BMO_TRY(for_slices(work_.parallel, at_once, 1, [&](std::size_t i, std::size_t, std::size_t) {
        return name_candidates(band + i, found[i]);
      }));
      for (const std::vector<Candidate>& some : found)
        candidates_.insert(candidates_.end(), some.begin(), some.end());
      make_unique(candidates_);
      if (candidates_.size() * sizeof(Candidate) > work_.options.memory_bytes / 4) {
        BMO_TRY(compare());
      }
    }
    BMO_TRY(compare());
    return ok();
  }

 private:
  Status name_candidates(std::size_t band, std::vector<Candidate>& out) const {
    Pairing pairing(bands_, members_, work_.position, out);
    BMO_TRY(bands_.walk(band, [&](Bands::Group group) { return pairing.take(group, band); }));
    make_unique(out);
    return ok();
  }

  Status compare() {
    std::vector<std::vector<Edge>> found((candidates_.size() + kPairsAtOnce - 1) / kPairsAtOnce);
    BMO_TRY(for_slices(work_.parallel, candidates_.size(), kPairsAtOnce,
                       [&](std::size_t slice, std::size_t first, std::size_t last) {
                         return compare_slice(first, last, found[slice]);
                       }));
    for (const std::vector<Edge>& some : found)
      edges_.insert(edges_.end(), some.begin(), some.end());
    candidates_.clear();
    return ok();
  }

  Status compare_slice(std::size_t first, std::size_t last, std::vector<Edge>& out) const {
    Comparer comparer(work_, survey_);
    for (std::size_t i = first; i < last; ++i) {
      const Row a = members_[candidates_[i] >> 32U];
      const Row b = members_[candidates_[i] & 0xFFFFFFFFU];
      BMO_TRY_AS(const std::optional<Edge> edge, comparer.compare(a, b));
      if (edge) out.push_back(*edge);
    }
    return ok();
  }

  const Work& work_;
  const Survey& survey_;
  const Bands& bands_;
  std::span<const Row> members_;
  std::vector<Edge>& edges_;
  std::vector<Candidate> candidates_;
};

struct Near {
  static constexpr MethodCard card{
      .id = "near",
      .title = "Nearly the same instruction, and answers that agree",
      .why =
          "A question asked again in slightly other words teaches nothing new. Instructions are "
          "compared by runs of five characters, which see edits of short texts that runs of words "
          "do not; numbers, names, negation and rare words must be the same, and the answers must "
          "agree. Where they do not, the pair is a variant and stays.",
      .removes = "near",
  };

  Status find(const Work& work, std::vector<Edge>& edges) const {
    BMO_TRY_AS(const Survey survey,
               Survey::take(work.rows, work.parallel, work.options.strip_lines));
    Bands bands(work.disk, work.directory, work.options.memory_bytes / 4);
    std::vector<Row> members;
    BMO_TRY(Sketching(work, survey).run(bands, members));
    return Search(work, survey, bands, members, edges).run();
  }
};

}  // namespace

const MethodEntry& near() {
  return entry<Near>();
}

}  // namespace bmo::dedup::methods
