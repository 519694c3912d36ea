// One file for each trainer or tuning service: which layouts it takes, which rules it has, and the
// files beside the data that start it.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/formats.hpp"
#include "bmo/targets/rules.hpp"

namespace bmo::targets {

enum class Kind : std::uint8_t { kTrainer, kService };

/// "trainer", "service".
std::string_view kind_name(Kind kind);

/// What a target's loader calls the three splits.
struct SplitNames {
  std::string_view train = "train";
  std::string_view validation = "validation";
  std::string_view test = "test";
};

/// One way to give pairs to a target: `--to TARGET:LAYOUT` picks it, the first one is the default.
struct Offer {
  std::string_view layout;
  std::string_view purpose;  ///< What is trained with it: "fine-tuning", "DPO".
  std::string_view container = "jsonl";
  /// Inline only where the loader does not guess the types of columns from the first rows.
  formats::MetadataMode metadata = formats::MetadataMode::kSidecar;
  SplitNames splits;
  formats::Spelling spelling;
  bool compressible = false;  ///< The loader reads .gz and .zst.
  bool one_file = false;      ///< The loader reads one file for each split, however long.
};

/// A rule as one consumer has it.
struct RuleUse {
  std::string_view rule;  ///< Its id.
  Severity severity = Severity::kWarning;
  std::string_view outcome;  ///< What the consumer then does: "Together refuses the file".
  std::string_view except;   ///< The layout that it is not for; empty: it is for all.
};

struct TargetCard {
  std::string_view id;  ///< Also the file's name: "llamafactory".
  std::string_view title;
  std::string_view summary;
  Kind kind = Kind::kTrainer;
  std::string_view version;  ///< The release that the facts are about: "trl 1.16.0".
  std::string_view as_of;    ///< When they were looked up: "2026-11-22".
  std::string_view source;   ///< Where they were found, and how sure they are.
  std::string_view status;   ///< "live", or until when.
  std::span<const Offer> offers;
  Limits limits;
  std::span<const RuleUse> rules;
};

/// The files of one split, by their paths below the folder of the output.
struct DeliveredSplit {
  std::string_view split;  ///< "train", "validation" or "test".
  std::uint64_t rows = 0;
  std::vector<std::string> paths;
};

/// An output as it stands on disk: what the files beside it are made from.
struct Delivery {
  const Offer& offer;
  std::vector<DeliveredSplit> splits;  ///< Those with rows alone.

  std::uint64_t rows(std::string_view split) const;
  /// The first file of a split, "" where it has none.
  std::string_view path(std::string_view split) const;
};

struct BesideFile {
  std::string path;  ///< Below the folder of the output.
  std::string text;
};

template <typename T>
concept Target = requires(const Delivery& delivery) {
  { T::card } -> std::convertible_to<const TargetCard&>;
  { T::files_beside(delivery) } -> std::same_as<std::vector<BesideFile>>;
};

struct TargetEntry {
  const TargetCard* card;
  std::vector<BesideFile> (*files_beside)(const Delivery& delivery);
};

template <Target T>
const TargetEntry& entry() {
  static constexpr TargetEntry kEntry{&T::card, &T::files_beside};
  return kEntry;
}

/// Every target, by id. The build writes this table from the file names.
std::span<const TargetEntry* const> all();

/// nullptr where there is none of that name.
const TargetEntry* find(std::string_view id);
/// The offer of that layout, the first one for ""; nullptr where the target does not take it.
const Offer* find_offer(const TargetCard& card, std::string_view layout);

/// A rule of a target, ready to run for one offer.
struct BoundRule {
  const RuleEntry* rule;
  Severity severity;
  std::string_view outcome;
};

/// The rules that a target has for the pairs, or for the set, of one offer, in the card's order.
std::vector<BoundRule> rules_for(const TargetCard& card, const Offer& offer);

}  // namespace bmo::targets
