// What stands behind a source: one kind of compression, and the words for what can be wrong in it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/io/feed.hpp"
#include "bmo/io/source.hpp"

namespace bmo::io {

/// Turns compressed bytes into plain ones. The source around it counts and limits.
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Puts up to `size` bytes; `got` says how many, also where it fails. None and no failure: the
  /// end.
  virtual Status decode(char* out, std::size_t size, std::size_t& got) = 0;
  /// Compressed bytes used so far, and in all.
  virtual std::uint64_t used() const = 0;
  virtual std::uint64_t total() const = 0;
};

/// What the first bytes of a file tell.
enum class Wrapping : std::uint8_t { kNone, kGzip, kZstd, kZip, kForeign };
Wrapping recognise(std::string_view head);
/// How many bytes `recognise` wants to see.
constexpr std::size_t kHeadBytes = 6;
/// "gzip", "zstd", "zip", "xz or bzip2".
std::string_view wrapping_name(Wrapping wrapping);

std::unique_ptr<Decoder> make_gzip_decoder(Feed feed, std::string display);
std::unique_ptr<Decoder> make_zstd_decoder(Feed feed, std::string display,
                                           std::uint64_t window_limit);
/// `input` names a member of an archive.
Result<std::unique_ptr<Decoder>> make_zip_decoder(Disk& disk, const Input& input,
                                                  const SourceLimits& limits);

/// The files in an archive, folders left out, in the archive's order. Every name and the number of
/// entries are judged before anything is unpacked.
Result<std::vector<std::string>> list_zip(Disk& disk, const std::string& path,
                                          const SourceLimits& limits);

/// kBadData with `code` at compressed byte `byte`.
Error bad_source(std::string code, const std::string& display, std::uint64_t byte);
Error truncated_source(const std::string& display, std::uint64_t byte);
Error damaged_source(const std::string& display, std::uint64_t byte, std::string_view observed);
Error trailing_source(const std::string& display, std::uint64_t byte, std::string_view kind);
Error window_source(const std::string& display, std::uint64_t byte, std::uint64_t window,
                    std::uint64_t limit);

}  // namespace bmo::io
