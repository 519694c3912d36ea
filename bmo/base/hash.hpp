// Fingerprints: XXH3-128 for identity, SHA-256 for files, and a multiset sum for conservation.
#pragma once
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bmo {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

/// XXH3, 128 bits, of the bytes; `seed` separates uses.
Hash128 hash128(std::string_view bytes, std::uint64_t seed = 0);
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
/// 32 lower-case hex digits, high half first.
std::string to_hex(Hash128 hash);
void write_hex(Hash128 hash, char* out32);
/// False where `hex` is not 32 hex digits.
bool parse_hex(std::string_view hex, Hash128& out);

/// Fed piece by piece (used for canonical JSON of a pair). Not thread-safe.
class StreamHash128 {
 public:
  StreamHash128();
  ~StreamHash128();
  StreamHash128(const StreamHash128&) = delete;
  StreamHash128& operator=(const StreamHash128&) = delete;
  void reset();
  void add(std::string_view bytes);
  Hash128 value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Sum of element hashes modulo 2^128: equal for equal multisets in any order, and mergeable.
/// A missing, added or changed element changes the sum except with probability about 2^-128.
class MultisetHash {
 public:
  void add(Hash128 element);
  void merge(const MultisetHash& other) { add({other.sum_.high, other.sum_.low}); }
  std::string hex() const { return to_hex(sum_); }
  static MultisetHash of_sum(Hash128 sum);
  friend bool operator==(const MultisetHash&, const MultisetHash&) = default;

 private:
  Hash128 sum_;
};

/// SHA-256 (FIPS 180-4), streaming. Not thread-safe; copyable so that a running digest can be
/// asked for at a checkpoint without ending the stream.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256& other);
  Sha256(Sha256&& other) noexcept;
  Sha256& operator=(Sha256 other) noexcept;
  void add(std::string_view bytes);
  /// 64 lower-case hex digits of all that was added so far.
  std::string hex() const;

 private:
  void* context_;
};

}  // namespace bmo
