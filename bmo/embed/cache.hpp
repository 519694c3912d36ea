// Remembers the vectors of texts by their content, each file for one encoder.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/embed/embed.hpp"

namespace bmo::embed {

/// An encoder that asks another one only for texts that it has not seen. The file grows at its
/// end; a row is there whole or not at all, whatever kills the program. Not thread-safe; one
/// process at a time has the file. About 40 bytes of memory for each text that it holds.
class CachedEncoder final : public Encoder {
 public:
  /// E_CACHE (kMismatch) where the file was made with another encoder; E_IO.
  static Result<std::unique_ptr<CachedEncoder>> open(io::Disk& disk, const std::string& path,
                                                     const Encoder& inner);
  const EncoderCard& card() const override { return inner_.card(); }
  Status encode(std::span<const std::string_view> texts, Vectors& out) const override;
  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

 private:
  struct KeyHash {
    std::size_t operator()(const Hash128& key) const { return static_cast<std::size_t>(key.low); }
  };

  CachedEncoder(std::unique_ptr<io::File> file, const Encoder& inner)
      : file_(std::move(file)), inner_(inner) {}
  Status read_rows(std::uint64_t bytes);
  Status add_missing(std::span<const std::string_view> texts, std::span<const Hash128> keys) const;
  Status read_row(const Hash128& key, std::vector<std::int8_t>& row) const;
  std::size_t row_bytes() const;

  std::unique_ptr<io::File> file_;
  std::unique_ptr<io::Lock> lock_;
  const Encoder& inner_;
  // Looking a text up is no change that a caller sees.
  mutable std::unordered_map<Hash128, std::uint64_t, KeyHash> places_;
  mutable std::uint64_t end_ = 0;
  mutable std::uint64_t hits_ = 0;
  mutable std::uint64_t misses_ = 0;
};

}  // namespace bmo::embed
