// Tells which model family a tiktoken rank file is of: the file holds neither the pattern that cuts
// words nor the special tokens.
#pragma once
#include <string>

#include "bmo/chat/tokenizer_kinds.hpp"

namespace bmo::chat {

struct RankFamily {
  std::string pattern;
  std::string specials;  ///< JSON object of text to id.
};

/// By the number of its ranks; special tokens that tokenizer_config.json names take precedence.
/// E_TOKENIZER where the number is of no family we know.
Result<RankFamily> rank_family_of(const TokenizerFile& file);

}  // namespace bmo::chat
