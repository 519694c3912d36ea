// Declares the C interface of the Rust library in rust/src/lib.rs, whose order of fields and
// arguments this follows.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

extern "C" {
// NOLINTBEGIN(readability-identifier-naming)
struct bmo_text {
  char* data;
  std::size_t size;
  std::size_t capacity;
};
struct bmo_range {
  std::uint64_t begin;
  std::uint64_t end;
};
struct bmo_token {
  std::uint32_t id;
  std::uint32_t begin;
  std::uint32_t end;
};
struct bmo_tokenizer;
struct bmo_encoder;
struct bmo_template;
// NOLINTEND(readability-identifier-naming)

void bmo_chat_quiet();
void bmo_chat_free_text(bmo_text* text);
void bmo_chat_free_ranges(bmo_range* ranges, std::size_t count);
bool bmo_tokenizer_from_json(const char* data, std::size_t size, bmo_tokenizer** out,
                             bmo_text* error);
bool bmo_tokenizer_from_ranks(const char* data, std::size_t size, const char* pattern,
                              std::size_t pattern_size, const char* specials,
                              std::size_t specials_size, bmo_tokenizer** out, bmo_text* error);
void bmo_tokenizer_free(bmo_tokenizer* tokenizer);
void bmo_tokenizer_specials(const bmo_tokenizer* tokenizer, bmo_text* out);
bool bmo_tokenizer_is_fast(const bmo_tokenizer* tokenizer);
bmo_encoder* bmo_encoder_new(const bmo_tokenizer* tokenizer);
void bmo_encoder_free(bmo_encoder* encoder);
bool bmo_encoder_encode(bmo_encoder* encoder, const char* data, std::size_t size,
                        const bmo_token** tokens, std::size_t* count, bmo_text* error);
bool bmo_encoder_count(bmo_encoder* encoder, const char* data, std::size_t size, std::size_t* count,
                       bmo_text* error);
bool bmo_template_open(const char* source, std::size_t source_size, const char* variables,
                       std::size_t variables_size, bmo_template** out, bmo_text* error);
void bmo_template_free(bmo_template* made);
bool bmo_template_marks_answers(const bmo_template* made);
bool bmo_template_render(const bmo_template* made, const char* request, std::size_t request_size,
                         bmo_text* out, bmo_range** answers, std::size_t* answer_count,
                         bmo_text* error);
}

namespace bmo::chat {

/// Text that the Rust side allocated; freed with this.
class RustText {
 public:
  RustText() = default;
  ~RustText() { bmo_chat_free_text(&text_); }
  RustText(const RustText&) = delete;
  RustText& operator=(const RustText&) = delete;

  bmo_text* fill() { return &text_; }
  std::string_view view() const { return {text_.data, text_.size}; }
  std::string text() const { return std::string(view()); }

 private:
  bmo_text text_{};
};

template <auto Free>
struct RustFree {
  template <typename T>
  void operator()(T* handle) const {
    Free(handle);
  }
};

using RustTokenizer = std::unique_ptr<bmo_tokenizer, RustFree<bmo_tokenizer_free>>;
using RustEncoder = std::unique_ptr<bmo_encoder, RustFree<bmo_encoder_free>>;
using RustTemplate = std::unique_ptr<bmo_template, RustFree<bmo_template_free>>;

}  // namespace bmo::chat
