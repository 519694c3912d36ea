// Tokenizers of the Rust library: tokenizer.json and tiktoken rank files.
#include <algorithm>
#include <utility>

#include "bmo/base/hash.hpp"
#include "bmo/chat/rank_family.hpp"
#include "bmo/chat/rust_calls.hpp"
#include "bmo/chat/tokenizer_kinds.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::chat {
namespace {

static_assert(sizeof(Token) == sizeof(bmo_token));

Error cannot_encode(const RustText& reason) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_TOKENIZER",
          .message = "a text cannot be turned into tokens",
          .why = reason.text(),
          .hint = "check that the tokenizer files are whole and of one model"};
}

class RustWordEncoder final : public Encoder {
 public:
  explicit RustWordEncoder(const bmo_tokenizer* tokenizer) : encoder_(bmo_encoder_new(tokenizer)) {}

  Result<std::span<const Token>> encode(std::string_view text) override {
    RustText error;
    const bmo_token* tokens = nullptr;
    std::size_t count = 0;
    if (!bmo_encoder_encode(encoder_.get(), text.data(), text.size(), &tokens, &count,
                            error.fill())) {
      return cannot_encode(error);
    }
    tokens_.clear();
    tokens_.reserve(count);
    std::transform(tokens, tokens + count, std::back_inserter(tokens_), [](const bmo_token& t) {
      return Token{.id = t.id, .begin = t.begin, .end = t.end};
    });
    return std::span<const Token>(tokens_);
  }

  Result<std::size_t> count(std::string_view text) override {
    RustText error;
    std::size_t count = 0;
    if (!bmo_encoder_count(encoder_.get(), text.data(), text.size(), &count, error.fill())) {
      return cannot_encode(error);
    }
    return count;
  }

 private:
  RustEncoder encoder_;
  std::vector<Token> tokens_;
};

Specials specials_of(const bmo_tokenizer* tokenizer) {
  RustText text;
  bmo_tokenizer_specials(tokenizer, text.fill());
  Specials specials;
  const auto dom = json::parse_dom(text.view());
  if (!dom || !dom->is_object()) return specials;
  for (const auto& [token, id] : dom->items())
    specials.emplace_back(token, id.get<std::uint32_t>());
  return specials;
}

class RustWordTokenizer final : public Tokenizer {
 public:
  RustWordTokenizer(const TokenizerFile& file, RustTokenizer handle)
      : Tokenizer(file.path, to_hex(hash128(file.bytes)), specials_of(handle.get())),
        handle_(std::move(handle)) {}

  std::unique_ptr<Encoder> encoder() const override {
    return std::make_unique<RustWordEncoder>(handle_.get());
  }

 private:
  RustTokenizer handle_;
};

}  // namespace

OpenedTokenizer open_json_tokenizer(const TokenizerFile& file) {
  RustText error;
  bmo_tokenizer* handle = nullptr;
  if (!bmo_tokenizer_from_json(file.bytes.data(), file.bytes.size(), &handle, error.fill())) {
    return bad_tokenizer(file.path, error.text(),
                         "fetch tokenizer.json again from where the model came from");
  }
  return std::shared_ptr<const Tokenizer>(
      std::make_shared<RustWordTokenizer>(file, RustTokenizer(handle)));
}

OpenedTokenizer open_rank_tokenizer(const TokenizerFile& file) {
  BMO_TRY_AS(const RankFamily family, rank_family_of(file));
  RustText error;
  bmo_tokenizer* handle = nullptr;
  if (!bmo_tokenizer_from_ranks(file.bytes.data(), file.bytes.size(), family.pattern.data(),
                                family.pattern.size(), family.specials.data(),
                                family.specials.size(), &handle, error.fill())) {
    return bad_tokenizer(file.path, error.text(), "fetch the rank file again");
  }
  return std::shared_ptr<const Tokenizer>(
      std::make_shared<RustWordTokenizer>(file, RustTokenizer(handle)));
}

}  // namespace bmo::chat
