// Judges anew, and by plainer means than those that found it, whether a removed pair matches the
// one that stays in its place.
//
// Shares with the methods only what a word is (facts/norm.hpp). Sets of characters are sets of
// characters here, not hashes, and boilerplate is unknown: of two texts that share whole lines the
// similarity without those lines and the similarity of all bound what the method may have seen.
#pragma once
#include <string>

#include "bmo/dedup/dedup.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::dedup {

/// What the checker reads of a pair.
struct PlainPair {
  std::string instruction;  ///< Norm, lines apart.
  std::string response;     ///< Norm, lines apart.
  std::string numbers;      ///< Numbers in the instruction, words up to twelve too, sorted.
  Hash128 content;
};

PlainPair plain_pair(const Pair& pair);

/// What a verdict claims.
struct MatchClaim {
  EdgeKind kind = EdgeKind::kCopy;
  double similarity = 0;
  double threshold = 0;
};

/// Empty where the claim holds, else what contradicts it. Not for EdgeKind::kSemantic.
std::string contradict_match(const PlainPair& gone, const PlainPair& kept, const MatchClaim& claim);

/// The same for EdgeKind::kSemantic: both sides are encoded anew, each text by itself.
Result<std::string> contradict_meaning(const PlainPair& gone, const PlainPair& kept,
                                       const MatchClaim& claim, const MeaningOptions& options);

}  // namespace bmo::dedup
