// Which duplicates a run looks for and which of them go: what `--dedup` says, parsed.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/survivors.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::pipeline {

/// Part of a recipe: decides bytes.
struct DedupRules {
  std::vector<const dedup::MethodEntry*> methods;  ///< By id; empty: none are looked for.
  double threshold = 0.70;                         ///< Near duplicates go from here on.
  double semantic_threshold = 0;   ///< A cosine from which semantic ones go; 0: the encoder's own.
  std::string encoder = "static";  ///< What makes vectors of meaning: see embed::open_encoder.
  std::string verifier;            ///< A better one for what lies near the threshold; may be empty.
  std::string encoder_digests;     ///< Of both; set by name_encoders.
  std::string
      keep;  ///< SQL: of two duplicates the one with the higher number stays; empty: a default.
  std::optional<std::uint64_t> target_rows;  ///< The threshold that leaves so many instead.
  std::uint64_t labels = 0;  ///< Show so many pairs for a person to judge, spread over likeness.
  bool compare_thresholds = false;  ///< Report what each from kLowestThreshold on would remove.

  bool is_asked() const { return !methods.empty(); }
  bool has(std::string_view method) const;
};

/// Items such as "exact", "near", "near=0.8" and "semantic=0.92". E_DEDUP names the nearest method.
Result<DedupRules> parse_dedup(const std::vector<std::string>& items);

json::Dom dedup_rules_dom(const DedupRules& rules);

/// What is looked for. Where thresholds are to be compared or chosen, edges are kept from
/// kLowestThreshold on; below it MinHash finds too few of them.
inline constexpr double kLowestThreshold = 0.50;
/// The same for cosines of meaning: below it most of what is alike is about one subject, no more.
inline constexpr double kLowestCosine = 0.80;
dedup::Options dedup_options(const DedupRules& rules, std::uint64_t memory_bytes);

/// The encoder that "semantic" needs, and how its cosines are judged. E_ENCODER.
struct Meaning {
  std::unique_ptr<embed::Encoder> encoder;  ///< nullptr where "semantic" is not asked for.
  std::unique_ptr<embed::Encoder> verifier;
  dedup::MeaningOptions options;
  double threshold = 0;
};
Result<Meaning> open_meaning(const DedupRules& rules, io::Disk& disk);

/// Sets the digests, so that a recipe tells two tables of one name apart.
Status name_encoders(DedupRules& rules, io::Disk& disk);

/// The cosines at which a method is fitted for an encoder.
struct FittedCosines {
  double threshold = 0;
  double agreement = 0;
};
FittedCosines fitted_cosines(const embed::EncoderCard& card);

}  // namespace bmo::pipeline
