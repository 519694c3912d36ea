// Turns text into the tokens of a model, by the files that the model comes with.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::chat {

/// A token and the bytes of the text that it stands for.
struct Token {
  std::uint32_t id = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Encodes for one thread at a time; remembers the words it has seen.
class Encoder {
 public:
  virtual ~Encoder() = default;
  /// The tokens of `text` (valid UTF-8), special tokens recognised and none added. The span is
  /// valid until the next call.
  virtual Result<std::span<const Token>> encode(std::string_view text) = 0;
  virtual Result<std::size_t> count(std::string_view text) = 0;
};

/// Special tokens by text: "<|eot_id|>" and its id.
using Specials = std::vector<std::pair<std::string, std::uint32_t>>;

/// A model's vocabulary; thread-safe. Its encoders must not outlive it.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  virtual std::unique_ptr<Encoder> encoder() const = 0;

  /// The special token that `text` begins with, the longest one; "" where there is none.
  std::string_view special_at(std::string_view text) const;
  const Specials& specials() const { return specials_; }
  const std::string& path() const { return path_; }
  /// Of the file's bytes: another fingerprint means other counts.
  const std::string& fingerprint() const { return fingerprint_; }

 protected:
  Tokenizer(std::string path, std::string fingerprint, Specials specials);

 private:
  std::string path_;
  std::string fingerprint_;
  Specials specials_;  ///< Longest first, then by text.
};

/// Is the library for tokenizers and templates part of this build? E_NO_CHAT where it is not.
Status chat_is_built();
/// "tokenizers, minijinja and SentencePiece", or what is missing.
std::string chat_libraries();

/// Opens a file or the first in a folder that there is: tokenizer.json, *.tiktoken, tokenizer.model
/// (tiktoken text or SentencePiece). E_TOKENIZER says what is wrong with it.
Result<std::shared_ptr<const Tokenizer>> open_tokenizer(io::Disk& disk, const std::string& path);

/// The tokens of each text, on `threads` threads (0: all cores). Precondition: as many counts.
Status count_tokens(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
                    std::span<std::uint32_t> counts, unsigned threads = 0);

}  // namespace bmo::chat
