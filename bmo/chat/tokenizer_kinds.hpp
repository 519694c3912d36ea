// The kinds of tokenizer file, each read by its own library.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "bmo/chat/tokenizer.hpp"

namespace bmo::chat {

struct TokenizerFile {
  std::string path;
  std::string bytes;
  std::string config;  ///< tokenizer_config.json beside it; may be empty.
};

using OpenedTokenizer = Result<std::shared_ptr<const Tokenizer>>;

/// tokenizer.json of Hugging Face.
OpenedTokenizer open_json_tokenizer(const TokenizerFile& file);
/// A tiktoken rank file; which family it is of is told by its size.
OpenedTokenizer open_rank_tokenizer(const TokenizerFile& file);
/// A SentencePiece model.
OpenedTokenizer open_piece_tokenizer(const TokenizerFile& file);

/// E_TOKENIZER with this reason.
Error bad_tokenizer(const std::string& path, std::string why, std::string hint);

}  // namespace bmo::chat
