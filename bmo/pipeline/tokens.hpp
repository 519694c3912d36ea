// Counts the tokens of the pairs of a batch, for filters, for a limit, and for a sum over the set.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/chat/chat.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::pipeline {

/// What a run counts with; without a tokenizer nothing is counted.
struct TokenRules {
  std::shared_ptr<const chat::Tokenizer> tokenizer;
  std::shared_ptr<const chat::ChatTemplate> chat;  ///< nullptr: contents alone are counted.
  std::optional<std::uint64_t> most;               ///< Pairs of more tokens are filtered.
  const chat::FamilyCard* family = nullptr;        ///< What its template does wrong is a finding.
  bool sum_up = false;       ///< Look at every pair whole and add up what a trainer sees.
  std::uint64_t cutoff = 0;  ///< Summed up beside the usual cutoffs.
  std::uint64_t row_tokens =
      0;  ///< Stands for what targets say of the length of rows; 0: it does not.
};

/// The part of the rules that decides bytes; null where nothing is counted and no
/// family is named.
json::Dom token_rules_dom(const TokenRules& rules);

/// The reasons of pairs that are left out by their tokens.
inline constexpr std::string_view kTooManyTokens = "max-tokens";
inline constexpr std::string_view kRefusedByTemplate = "chat-template";

/// Counts for one thread.
class TokenCounter {
 public:
  explicit TokenCounter(const TokenRules& rules);

  /// The tokens of each pair that is still to be exported, 0 for all others and for conversations
  /// that the template refuses. Adds them to `sum` where that is given.
  Status count(const Batch& batch, std::vector<std::uint64_t>& counts, chat::SeenSet* sum);
  /// Why a pair of so many tokens is left out; "" where it stays.
  std::string_view left_out(std::uint64_t tokens) const;

 private:
  const TokenRules& rules_;
  chat::Viewer viewer_;
  chat::SeenPair seen_;
};

}  // namespace bmo::pipeline
