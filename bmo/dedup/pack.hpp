// A pack: the items of an evaluation set as hashes alone, to find out whether training data holds
// them.
//
// It names no text and needs none: every item leaves the hash of its words, and the hashes of each
// run of eight and of thirteen words. Case, punctuation, spaces and line ends do not matter. What a
// paraphrase or a translation hides from such a test stays hidden.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::dedup {

inline constexpr MethodCard kContaminationCard{
    .id = "contamination",
    .title = "Holds an item of an evaluation set",
    .why =
        "A model that was trained on the questions of a test is measured by what it remembers. A "
        "pair is contaminated if it holds an item word for word, thirteen of its words in a row, "
        "or half of its words in runs of eight.",
    .removes = "contaminated",
};

/// A run of words of an item.
struct Gram {
  std::uint64_t hash = 0;
  std::uint32_t item = 0;
  std::uint32_t at = 0;  ///< Word of the item where the run begins.
};

/// The runs of one length, to be looked up by hash. Immutable; any thread may read.
class GramIndex {
 public:
  explicit GramIndex(std::vector<Gram> grams);
  /// All runs of that hash.
  std::span<const Gram> find(std::uint64_t hash) const;
  std::span<const Gram> all() const { return grams_; }

 private:
  std::vector<Gram> grams_;          ///< By hash, item, at.
  std::vector<std::uint64_t> seen_;  ///< A bit for some bits of each hash: most look-ups end here.
  unsigned shift_ = 0;
};

enum class Contamination : std::uint8_t {
  kNone,
  kSuspect,  ///< 30 to 50 % of an item's words.
  kCovered,  ///< 50 % of an item's words or more, in runs of eight.
  kRun,      ///< Thirteen words in a row.
  kExact,    ///< The item and nothing else.
};

/// "none", "suspect", "covered", "run", "exact".
std::string_view contamination_name(Contamination found);

struct PackMatch {
  Contamination found = Contamination::kNone;
  std::uint32_t item = 0;  ///< The item's number in its set, from 0.
  double coverage = 0;     ///< Share of the item's words that were found in runs.

  bool is_contaminated() const { return found >= Contamination::kCovered; }
};

/// Immutable; any thread may read.
class Pack {
 public:
  /// `items` are the questions of a set, in its order. Items without words are never found.
  static Pack build(std::string name, std::span<const std::string_view> items);
  /// Reads what `bytes()` gave. kBadData, E_PACK.
  static Result<Pack> parse(std::string_view bytes);
  /// The file's content: the same for the same items, on every machine of the same byte order.
  std::string bytes() const;

  const std::string& name() const { return name_; }
  std::size_t size() const { return words_.size(); }
  std::uint32_t words_of(std::uint32_t item) const { return words_[item]; }

  std::span<const Gram> find_exact(std::uint64_t hash) const { return exact_.find(hash); }
  std::span<const Gram> find_short(std::uint64_t hash) const { return short_.find(hash); }
  std::span<const Gram> find_long(std::uint64_t hash) const { return long_.find(hash); }

 private:
  Pack(std::string name, std::vector<std::uint32_t> words, std::array<std::vector<Gram>, 3> grams);

  std::string name_;
  std::vector<std::uint32_t> words_;  ///< Of each item.
  GramIndex exact_;                   ///< Whole items.
  GramIndex short_;                   ///< Runs of eight words.
  GramIndex long_;                    ///< Runs of thirteen.
};

/// Looks for a pack's items in texts. Keeps scratch memory: one for each thread.
class PackMatcher {
 public:
  explicit PackMatcher(const Pack& pack) : pack_(pack) {}

  /// The strongest match of any message, or of all before the response taken together.
  PackMatch match(const Pair& pair);
  /// The same of one text. About 10 ns for each word that the pack does not know.
  PackMatch match(std::string_view text);

 private:
  PackMatch match_words();
  PackMatch judge_coverage();

  const Pack& pack_;
  std::string joined_;
  std::string folded_;
  std::string norm_;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> runs_;
  std::vector<std::uint64_t> hits_;  ///< (item, at) of the runs of eight that were found.
};

}  // namespace bmo::dedup
