// Renders and counts pair by pair; what a template says of today shows one fixed day, so that equal
// runs write equal bytes.
#include "bmo/pipeline/tokens.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::int64_t kFirstOfJanuary2025 = 1735689600;

}  // namespace

json::Dom token_rules_dom(const TokenRules& rules) {
  json::Dom dom;
  if (rules.family != nullptr) dom["family"] = rules.family->id;
  if (!rules.tokenizer) {
    if (rules.family != nullptr && rules.row_tokens != 0) dom["cutoff"] = rules.row_tokens;
    return dom;
  }
  dom["tokenizer"] = rules.tokenizer->fingerprint();
  dom["chat_template"] = rules.chat ? rules.chat->fingerprint() : "";
  dom["max_tokens"] = rules.most ? json::Dom(*rules.most) : json::Dom();
  if (rules.row_tokens != 0) dom["cutoff"] = rules.row_tokens;
  return dom;
}

TokenCounter::TokenCounter(const TokenRules& rules)
    : rules_(rules), viewer_(rules.tokenizer, rules.chat, {.now = kFirstOfJanuary2025}) {}

Status TokenCounter::count(const Batch& batch, std::vector<std::uint64_t>& counts,
                           chat::SeenSet* sum) {
  counts.assign(batch.size(), 0);
  for (std::size_t row = 0; row < batch.size(); ++row) {
    if (batch.fates[row] != Fate::kExported) continue;
    if (sum == nullptr) {
      BMO_TRY_AS(counts[row], viewer_.count(batch.pairs[row]));
      continue;
    }
    BMO_TRY(viewer_.see(batch.pairs[row], seen_));
    counts[row] = seen_.tokens.size();
    sum->add(seen_, batch.pairs[row].messages);
  }
  return ok();
}

std::string_view TokenCounter::left_out(std::uint64_t tokens) const {
  if (!rules_.most) return {};
  if (tokens == 0) return kRefusedByTemplate;
  return tokens > *rules_.most ? kTooManyTokens : std::string_view();
}

}  // namespace bmo::pipeline
