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
#include "bmo/dedup/near_memory.hpp"
#include "bmo/dedup/shingles.hpp"
#include "bmo/dedup/survey.hpp"

namespace bmo::dedup::methods {
namespace {

constexpr std::size_t kRowsAtOnce = 128;
constexpr std::size_t kPairsAtOnce = 4096;
constexpr std::size_t kPairsInMemory = 64 * kPairsAtOnce;  ///< Whose verdicts wait to be joined.
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

/// Makes the sketches of all rows that differ, or takes over those that are known.
class Sketching {
 public:
  /// `known` may be nullptr.
  Sketching(const Work& work, const Survey& survey, const NearFindings* known)
      : work_(work), survey_(survey), known_(known) {}

  Status run(Bands& bands, std::vector<Row>& members) {
    BMO_TRY_AS(shared_,
               shared_instructions(work_.rows, work_.position, work_.options.memory_bytes / 4));
    if (known_ != nullptr) BMO_TRY(take_known(bands, members));
    const auto first = known_ == nullptr ? Row{0} : static_cast<Row>(known_->survey.rows);
    const auto take_chunk = [&](const Rows::Chunk& chunk) { return take(chunk, bands, members); };
    BMO_TRY(work_.rows.scan(take_chunk, first));
    return bands.finish();
  }

  bool is_shared(Row row) const { return shared_[row]; }

 private:
  /// Keys of rows that were members before; those of the few others are made.
  Status take_known(Bands& bands, std::vector<Row>& members) {
    std::vector<std::uint32_t> from;  // By member: its place among the known ones.
    std::vector<std::pair<std::size_t, BandKeys>> made;
    std::size_t next = 0;
    for (Row row = 0; row < known_->survey.rows; ++row) {
      while (next < known_->members.size() && known_->members[next] < row)
        ++next;
      if (work_.same_as[row] != row) continue;
      const bool was_member = next < known_->members.size() && known_->members[next] == row;
      if (!was_member || (known_->shared[next] != 0) != shared_[row]) {
        BMO_TRY_AS(const std::optional<BandKeys> keys, keys_of(row));
        if (!keys) continue;
        made.emplace_back(members.size(), *keys);
      }
      from.push_back(was_member ? static_cast<std::uint32_t>(next) : 0);
      members.push_back(row);
    }
    std::vector<std::vector<std::uint32_t>> columns(kBands);
    for (std::size_t band = 0; band < kBands; ++band) {
      const std::vector<std::uint32_t>& old = known_->columns[band];
      columns[band].resize(from.size());
      for (std::size_t i = 0; i < from.size() && !old.empty(); ++i)
        columns[band][i] = old[from[i]];
      for (const auto& [member, keys] : made)
        columns[band][member] = keys[band];
    }
    return bands.add_columns(std::move(columns));
  }

  /// Nothing where the row has no text.
  Result<std::optional<BandKeys>> keys_of(Row row) const {
    Fingerprint print;
    BMO_TRY(work_.rows.read(row, print));
    if (print.text_bytes() == 0) return std::optional<BandKeys>();
    std::string held;
    BMO_TRY_AS(const Texts texts, work_.rows.texts(print, held));
    Scratch scratch;
    return std::optional(keys_of(print, texts, shared_[row], scratch));
  }

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
  const NearFindings* known_;
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
  /// `known` (may be nullptr) are verdicts of an earlier search; `found` (may be nullptr) gets all
  /// of this one.
  Search(const Work& work, const Survey& survey, const Bands& bands, std::span<const Row> members,
         const Verdicts* known, Verdicts* found, std::vector<Edge>& edges)
      : work_(work),
        survey_(survey),
        bands_(bands),
        members_(members),
        known_(known),
        found_(found),
        edges_(edges) {}

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
    return compare();
  }

  /// Verdicts that did not fit into the memory allowed.
  std::uint64_t left_out() const { return left_out_; }

 private:
  Status name_candidates(std::size_t band, std::vector<Candidate>& out) const {
    Pairing pairing(bands_, members_, work_.position, out);
    BMO_TRY(bands_.walk(band, [&](Bands::Group group) { return pairing.take(group, band); }));
    make_unique(out);
    return ok();
  }

  struct Slice {
    std::vector<Edge> edges;
    Verdicts verdicts;
  };

  Status compare() {
    const std::span<const Candidate> all(candidates_);
    for (std::size_t first = 0; first < all.size(); first += kPairsInMemory)
      BMO_TRY(compare(all.subspan(first, std::min(kPairsInMemory, all.size() - first))));
    candidates_.clear();
    return ok();
  }

  Status compare(std::span<const Candidate> some) {
    std::vector<Slice> found((some.size() + kPairsAtOnce - 1) / kPairsAtOnce);
    BMO_TRY(for_slices(work_.parallel, some.size(), kPairsAtOnce,
                       [&](std::size_t slice, std::size_t first, std::size_t last) {
                         return compare_slice(some.subspan(first, last - first), found[slice]);
                       }));
    for (const Slice& slice : found) {
      edges_.insert(edges_.end(), slice.edges.begin(), slice.edges.end());
      if (found_ != nullptr) keep(slice.verdicts);
    }
    return ok();
  }

  /// What does not fit is not known to the next search, which compares those pairs again.
  void keep(const Verdicts& some) {
    if (found_->bytes() + some.bytes() <= NearMemory::verdict_bytes(work_.options)) {
      found_->append(some);
    } else {
      left_out_ += some.never.size() + some.judged.size();
    }
  }

  Status compare_slice(std::span<const Candidate> some, Slice& out) const {
    Comparer comparer(work_, survey_);
    Hinges hinges;
    Hinges* const asked = found_ == nullptr ? nullptr : &hinges;
    for (const Candidate candidate : some) {
      const Row a = members_[candidate >> 32U];
      const Row b = members_[candidate & 0xFFFFFFFFU];
      const std::uint64_t key = Verdicts::key_of(a, b);
      if (known_ != nullptr && is_known(key, hinges, out)) continue;
      BMO_TRY_AS(const std::optional<Edge> edge, comparer.compare(a, b, asked));
      if (edge) out.edges.push_back(*edge);
      if (asked != nullptr) out.verdicts.add(key, edge, hinges, survey_.agrees(hinges));
    }
    return ok();
  }

  /// Takes over what an earlier search found of two rows, where it still holds.
  bool is_known(std::uint64_t key, Hinges& hinges, Slice& out) const {
    if (std::ranges::binary_search(known_->never, key)) {
      out.verdicts.never.push_back(key);
      return true;
    }
    const auto one = std::ranges::lower_bound(known_->judged, key, {}, &Verdicts::Judged::key);
    if (one == known_->judged.end() || one->key != key) return false;
    hinges.clear();
    if (one->has_hinges) known_->hinges_of(*one, hinges);
    if (survey_.agrees(hinges) != one->agrees) return false;
    const std::optional<Edge> edge = one->edge();
    if (edge) out.edges.push_back(*edge);
    out.verdicts.add(key, edge, hinges, one->agrees);
    return true;
  }

  const Work& work_;
  const Survey& survey_;
  const Bands& bands_;
  std::span<const Row> members_;
  const Verdicts* known_;
  Verdicts* found_;
  std::vector<Edge>& edges_;
  std::vector<Candidate> candidates_;
  std::uint64_t left_out_ = 0;
};

/// A search that goes on where an earlier one ended.
class Continued {
 public:
  Continued(const Work& work, NearMemory& memory) : work_(work), memory_(memory) {}

  Status run(std::vector<Edge>& edges) {
    BMO_TRY_AS(std::optional<NearFindings> known, memory_.recall(work_.options));
    BMO_TRY_AS(const Survey survey, survey_of(known));
    NearFindings now{.boilerplate = survey.boilerplate()};
    // Other lines are left out: other skeletons, so that nothing that was found holds.
    if (known && known->boilerplate != now.boilerplate) known.reset();
    const NearFindings* const before = known ? &*known : nullptr;
    Bands bands(work_.disk, work_.directory, work_.options.memory_bytes / 4);
    Sketching sketching(work_, survey, before);
    BMO_TRY(sketching.run(bands, now.members));
    const Verdicts* const verdicts = before == nullptr ? nullptr : &before->verdicts;
    Search search(work_, survey, bands, now.members, verdicts, &now.verdicts, edges);
    BMO_TRY(search.run());
    memory_.note_left_out(search.left_out());
    const bool is_new = before == nullptr || before->survey.rows < work_.rows.size();
    if (!is_new || memory_.is_longer() || !bands.in_memory()) return ok();
    for (const Row row : now.members)
      now.shared.push_back(sketching.is_shared(row) ? 1 : 0);
    now.survey = survey.counts();
    now.verdicts.sort();
    return memory_.keep(work_.options, now, [&](std::size_t band) { return bands.column(band); });
  }

 private:
  Result<Survey> survey_of(const std::optional<NearFindings>& known) const {
    const bool strip_lines = work_.options.strip_lines;
    return known ? Survey::extend(known->survey, work_.rows, work_.parallel, strip_lines)
                 : Survey::take(work_.rows, work_.parallel, strip_lines);
  }

  const Work& work_;
  NearMemory& memory_;
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
    if (work.options.near_memory != nullptr) {
      return Continued(work, *work.options.near_memory).run(edges);
    }
    BMO_TRY_AS(const Survey survey,
               Survey::take(work.rows, work.parallel, work.options.strip_lines));
    Bands bands(work.disk, work.directory, work.options.memory_bytes / 4);
    std::vector<Row> members;
    BMO_TRY(Sketching(work, survey, nullptr).run(bands, members));
    return Search(work, survey, bands, members, nullptr, nullptr, edges).run();
  }
};

}  // namespace

const MethodEntry& near() {
  return entry<Near>();
}

}  // namespace bmo::dedup::methods
