// Keeps what a search for near duplicates found, so that a search over the same rows and some more
// compares the new ones alone.
//
// Which rows meet is worked out anew each time, from the band keys that are kept; a verdict about
// two rows is taken over where nothing that it hangs on has changed: the two texts, the lines that
// are boilerplate, and how frequent certain words are. So the edges are those of a search without
// this. One file, which proves itself by a hash of all its bytes and is replaced as a whole. It
// takes a share of the memory allowed: verdicts that do not fit are found anew each time.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/survey.hpp"

namespace bmo::dedup {

/// What was found of pairs of rows; the lower row in the upper half of a key.
struct Verdicts {
  /// Two rows with an edge, or whose verdict hangs on frequencies. Written as it lies in memory.
  struct Judged {
    std::uint64_t key = 0;
    std::uint64_t hinges_at = 0;  ///< Four lengths and the counters, see Hinges.
    Row first = 0;                ///< What an Edge has, where there is one.
    Row second = 0;
    float instruction = 0;
    float response = 0;
    EdgeKind kind = EdgeKind::kCopy;
    bool same_seed = false;
    bool has_edge = false;
    bool has_hinges = false;
    bool agrees = false;  ///< What Survey::agrees said of the hinges.
    std::uint8_t unused[3] = {};

    std::optional<Edge> edge() const;
  };
  static_assert(sizeof(Judged) == 40, "no gaps, whose bytes nobody sets");
  std::vector<std::uint64_t> never;  ///< Without an edge, whatever rows there are beside them.
  std::vector<Judged> judged;
  std::vector<std::uint32_t> hinges;

  static std::uint64_t key_of(Row a, Row b);
  void add(std::uint64_t key, const std::optional<Edge>& edge, const Hinges& hung_on, bool agrees);
  void hinges_of(const Judged& judged, Hinges& out) const;
  void append(const Verdicts& other);
  std::uint64_t bytes() const;
  /// By key, each once.
  void sort();
};

/// Of the first `survey.rows` rows.
struct NearFindings {
  SurveyCounts survey;
  std::vector<std::uint64_t> boilerplate;           ///< See Survey::boilerplate.
  std::vector<Row> members;                         ///< Rows with band keys, ascending.
  std::vector<std::uint8_t> shared;                 ///< By member: see shared_instructions.
  std::vector<std::vector<std::uint32_t>> columns;  ///< By band: the keys of members.
  Verdicts verdicts;
};

/// Used by one thread.
class NearMemory {
 public:
  /// Rows that never change, by what they were made from.
  struct Part {
    Hash128 name;
    std::uint64_t rows = 0;

    friend bool operator==(const Part&, const Part&) = default;
  };
  /// `parts` are those of the search, in the order of rows; `directory` exists. Where
  /// `is_cut_short` says so, the search did not do all of its work, and nothing of it is kept.
  NearMemory(io::Disk& disk, std::string directory, std::vector<Part> parts, bool durable,
             std::function<bool()> is_cut_short)
      : disk_(disk),
        directory_(std::move(directory)),
        parts_(std::move(parts)),
        durable_(durable),
        is_cut_short_(std::move(is_cut_short)) {}

  /// What is known of the first parts; nothing where there is no such file, or one of other parts.
  /// One that is damaged, or takes more than half of the memory, is as none, and `note` says so.
  Result<std::optional<NearFindings>> recall(const Options& options);
  /// For the next search; `column(band)` gives what NearFindings::columns would hold.
  Status keep(const Options& options, const NearFindings& findings,
              const std::function<std::span<const std::uint32_t>(std::size_t)>& column);
  /// What the verdicts of a search may take; the next one has them twice.
  static std::uint64_t verdict_bytes(const Options& options) { return options.memory_bytes / 8; }
  void note_left_out(std::uint64_t verdicts);
  const std::string& note() const { return note_; }
  /// Did the last call of `recall` find what is known of these parts and more?
  bool is_longer() const { return is_longer_; }

 private:
  std::string path(const Options& options) const;

  io::Disk& disk_;
  std::string directory_;
  std::vector<Part> parts_;
  bool durable_;
  std::function<bool()> is_cut_short_;
  bool is_longer_ = false;
  std::string note_;
};

}  // namespace bmo::dedup
