// Thin cover over xxHash and OpenSSL, so that no other file names either.
#include "bmo/base/hash.hpp"

#include <utility>

#include <openssl/evp.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "bmo/base/check.hpp"

namespace bmo {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Hash128 hash128(std::string_view bytes, std::uint64_t seed) {
  const XXH128_hash_t h = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {h.high64, h.low64};
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

void write_hex(Hash128 hash, char* out32) {
  for (int i = 0; i < 16; ++i) {
    out32[i] = kDigits[(hash.high >> (60 - 4 * i)) & 15U];
    out32[16 + i] = kDigits[(hash.low >> (60 - 4 * i)) & 15U];
  }
}

std::string to_hex(Hash128 hash) {
  std::string out(32, '0');
  write_hex(hash, out.data());
  return out;
}

bool parse_hex(std::string_view hex, Hash128& out) {
  if (hex.size() != 32) return false;
  std::uint64_t half[2] = {0, 0};
  for (std::size_t i = 0; i < 32; ++i) {
    const int d = digit(hex[i]);
    if (d < 0) return false;
    half[i / 16] = half[i / 16] << 4U | static_cast<std::uint64_t>(d);
  }
  out = {half[0], half[1]};
  return true;
}

struct StreamHash128::State {
  XXH3_state_t xxh;
};

StreamHash128::StreamHash128() : state_(std::make_unique<State>()) {
  reset();
}

StreamHash128::~StreamHash128() = default;

void StreamHash128::reset() {
  XXH3_128bits_reset(&state_->xxh);
}

void StreamHash128::add(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}

Hash128 StreamHash128::value() const {
  const XXH128_hash_t h = XXH3_128bits_digest(&state_->xxh);
  return {h.high64, h.low64};
}

void MultisetHash::add(Hash128 element) {
  sum_.low += element.low;
  sum_.high += element.high + (sum_.low < element.low ? 1U : 0U);
}

MultisetHash MultisetHash::of_sum(Hash128 sum) {
  MultisetHash out;
  out.sum_ = sum;
  return out;
}

namespace {

EVP_MD_CTX* context_of(void* p) {
  return static_cast<EVP_MD_CTX*>(p);
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  BMO_CHECK(context_ != nullptr);
  BMO_CHECK(EVP_DigestInit_ex(context_of(context_), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(context_of(context_));
}

Sha256::Sha256(const Sha256& other) : context_(EVP_MD_CTX_new()) {
  BMO_CHECK(EVP_MD_CTX_copy_ex(context_of(context_), context_of(other.context_)) == 1);
}

Sha256::Sha256(Sha256&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}

Sha256& Sha256::operator=(Sha256 other) noexcept {
  std::swap(context_, other.context_);
  return *this;
}

void Sha256::add(std::string_view bytes) {
  BMO_CHECK(EVP_DigestUpdate(context_of(context_), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() const {
  const Sha256 copy(*this);
  unsigned char digest[32];
  unsigned int size = 0;
  BMO_CHECK(EVP_DigestFinal_ex(context_of(copy.context_), digest, &size) == 1);
  std::string out;
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

}  // namespace bmo
