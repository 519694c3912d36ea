// What a trainer will see of a set, as numbers for every face.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::pipeline {
struct TokenRules;
}  // namespace bmo::pipeline
namespace bmo::chat {
class SeenSet;
}  // namespace bmo::chat

namespace bmo::app {

/// What a person asked for about tokens, as typed.
struct TokenRequest {
  std::string tokenizer;  ///< Folder or file; empty: nothing is counted.
  std::string family;     ///< A model family to judge by, without its files; empty: none.
  std::optional<std::uint64_t> max_tokens;
  std::optional<std::uint64_t> cutoff;  ///< The trainer's sequence length.
  std::optional<std::uint64_t> batch;   ///< Rows in a step; not given: 8.
  std::string price;                    ///< For a million trained-on tokens; empty: not asked.
};

struct CutoffAnswer {
  std::uint64_t cutoff = 0;
  std::uint64_t rows_cut = 0;
  std::uint64_t tokens_cut = 0;
  std::uint64_t answer_tokens_lost = 0;
  std::uint64_t rows_without_answer = 0;
  std::uint64_t packed_sequences = 0;
  double packing_fill = 0;
  std::uint64_t packed_steps = 0;
};

struct TokensAnswer {
  std::string tokenizer;
  bool has_template = false;
  std::uint64_t pairs = 0;
  std::uint64_t rendered = 0;
  std::uint64_t tokens = 0;
  std::uint64_t trained_tokens = 0;
  double mean = 0;
  std::uint64_t p50 = 0;
  std::uint64_t p90 = 0;
  std::uint64_t p99 = 0;
  std::uint64_t longest = 0;
  std::uint64_t batch = 0;
  std::uint64_t steps = 0;  ///< Of one epoch, unpacked.
  std::optional<double> cost;
  std::uint64_t without_stop = 0;
  std::vector<CutoffAnswer> cutoffs;
  std::map<std::string, std::uint64_t> masks;
  std::map<std::string, std::uint64_t> dropped;
  std::map<std::string, std::uint64_t> changed;
  std::map<std::string, std::uint64_t> refusals;
};

/// Opens what the request names. E_USAGE where something needs a tokenizer and none is named;
/// `sum_up` asks for the whole answer.
Result<pipeline::TokenRules> token_rules(io::Disk& disk, const TokenRequest& request,
                                         const std::string& where, bool sum_up);

Result<TokensAnswer> tokens_answer(const TokenRequest& request, const pipeline::TokenRules& rules,
                                   const chat::SeenSet& seen);

}  // namespace bmo::app
