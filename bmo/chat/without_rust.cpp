// Stands in for the Rust library where cargo was missing at build time: every call fails.
#include "bmo/chat/rust_calls.hpp"

#if !BMO_CHAT_BUILT

void bmo_chat_quiet() {}
void bmo_chat_free_text(bmo_text*) {}
void bmo_chat_free_ranges(bmo_range*, std::size_t) {}
bool bmo_tokenizer_from_json(const char*, std::size_t, bmo_tokenizer**, bmo_text*) {
  return false;
}
bool bmo_tokenizer_from_ranks(const char*, std::size_t, const char*, std::size_t, const char*,
                              std::size_t, bmo_tokenizer**, bmo_text*) {
  return false;
}
void bmo_tokenizer_free(bmo_tokenizer*) {}
void bmo_tokenizer_specials(const bmo_tokenizer*, bmo_text*) {}
bool bmo_tokenizer_is_fast(const bmo_tokenizer*) {
  return false;
}
bmo_encoder* bmo_encoder_new(const bmo_tokenizer*) {
  return nullptr;
}
void bmo_encoder_free(bmo_encoder*) {}
bool bmo_encoder_encode(bmo_encoder*, const char*, std::size_t, const bmo_token**, std::size_t*,
                        bmo_text*) {
  return false;
}
bool bmo_encoder_count(bmo_encoder*, const char*, std::size_t, std::size_t*, bmo_text*) {
  return false;
}
bool bmo_template_open(const char*, std::size_t, const char*, std::size_t, bmo_template**,
                       bmo_text*) {
  return false;
}
void bmo_template_free(bmo_template*) {}
bool bmo_template_marks_answers(const bmo_template*) {
  return false;
}
bool bmo_template_render(const bmo_template*, const char*, std::size_t, bmo_text*, bmo_range**,
                         std::size_t*, bmo_text*) {
  return false;
}

#endif
