// Tokenizers of SentencePiece models; the only file that knows its library.
#include <algorithm>
#include <array>

#include "bmo/base/hash.hpp"
#include "bmo/chat/tokenizer_kinds.hpp"

#if BMO_SENTENCEPIECE
#include <sentencepiece_processor.h>
#endif

namespace bmo::chat {

#if BMO_SENTENCEPIECE

namespace {

using Model = sentencepiece::SentencePieceProcessor;

Specials control_pieces(const Model& model) {
  Specials specials;
  for (int id = 0; id < model.GetPieceSize(); ++id) {
    if (model.IsControl(id) && !model.IdToPiece(id).empty()) {
      specials.emplace_back(model.IdToPiece(id), static_cast<std::uint32_t>(id));
    }
  }
  return specials;
}

class PieceTokenizer final : public Tokenizer {
 public:
  PieceTokenizer(const TokenizerFile& file, std::unique_ptr<Model> model)
      : Tokenizer(file.path, to_hex(hash128(file.bytes)), control_pieces(*model)),
        model_(std::move(model)) {
    for (const auto& [text, id] : specials())
      first_[static_cast<unsigned char>(text.front())] = true;
  }

  std::unique_ptr<Encoder> encoder() const override;
  const Model& model() const { return *model_; }

  /// The next control piece at or after `from`: where it begins and how long it is. The library
  /// itself never reads one from text.
  std::pair<std::size_t, std::string_view> next_special(std::string_view text,
                                                        std::size_t from) const {
    for (std::size_t at = from; at < text.size(); ++at) {
      if (!first_[static_cast<unsigned char>(text[at])]) continue;
      const std::string_view found = special_at(text.substr(at));
      if (!found.empty()) return {at, found};
    }
    return {text.size(), {}};
  }

  std::uint32_t id_of(std::string_view special) const {
    const auto found = std::find_if(specials().begin(), specials().end(),
                                    [special](const auto& row) { return row.first == special; });
    return found->second;
  }

 private:
  std::unique_ptr<Model> model_;
  std::array<bool, 256> first_{};
};

class PieceEncoder final : public Encoder {
 public:
  explicit PieceEncoder(const PieceTokenizer& tokenizer) : tokenizer_(tokenizer) {}

  Result<std::span<const Token>> encode(std::string_view text) override {
    tokens_.clear();
    std::size_t at = 0;
    while (at < text.size()) {
      const auto [found, special] = tokenizer_.next_special(text, at);
      BMO_TRY(encode_plain(text.substr(at, found - at), at));
      at = found + special.size();
      if (!special.empty()) add(tokenizer_.id_of(special), found, at);
    }
    return std::span<const Token>(tokens_);
  }

  Result<std::size_t> count(std::string_view text) override {
    BMO_TRY_AS(const std::span<const Token> tokens, encode(text));
    return tokens.size();
  }

 private:
  void add(std::uint32_t id, std::size_t begin, std::size_t end) {
    tokens_.push_back({id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  Status encode_plain(std::string_view text, std::size_t base) {
    if (text.empty()) return ok();
    const sentencepiece::ImmutableSentencePieceText pieces =
        tokenizer_.model().EncodeAsImmutableProto(text);
    for (std::size_t i = 0; i < pieces.pieces_size(); ++i) {
      const auto piece = pieces.pieces(static_cast<int>(i));
      add(piece.id(), base + piece.begin(), base + piece.end());
    }
    return ok();
  }

  const PieceTokenizer& tokenizer_;
  std::vector<Token> tokens_;
};

std::unique_ptr<Encoder> PieceTokenizer::encoder() const {
  return std::make_unique<PieceEncoder>(*this);
}

}  // namespace

OpenedTokenizer open_piece_tokenizer(const TokenizerFile& file) {
  auto model = std::make_unique<Model>();
  const sentencepiece::util::Status loaded = model->LoadFromSerializedProto(file.bytes);
  if (!loaded.ok()) {
    return bad_tokenizer(file.path, "it is neither tiktoken text nor a SentencePiece model",
                         "fetch it again from where the model came from");
  }
  return std::shared_ptr<const Tokenizer>(std::make_shared<PieceTokenizer>(file, std::move(model)));
}

#else

OpenedTokenizer open_piece_tokenizer(const TokenizerFile& file) {
  return bad_tokenizer(file.path, "this bmo was built without SentencePiece",
                       "use the model's tokenizer.json, or install libsentencepiece-dev and build "
                       "again: ./dev build");
}

#endif

std::string chat_libraries() {
#if BMO_CHAT_BUILT && BMO_SENTENCEPIECE
  return "tokenizers, minijinja, SentencePiece";
#elif BMO_CHAT_BUILT
  return "tokenizers, minijinja";
#else
  return "not in this build";
#endif
}

}  // namespace bmo::chat
