// Byte streams to read from: plain files, gzip, zstd and zip members, told apart by their first
// bytes, with limits that stop a bomb before memory or time is spent on it.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bmo/io/disk.hpp"

namespace bmo::io {

struct SourceLimits {
  /// A stream that has grown beyond `min_expanded` bytes and `ratio` times the compressed bytes
  /// read so far is refused (E_EXPANSION).
  std::uint64_t min_expanded = std::uint64_t{64} << 20U;
  std::uint64_t ratio = 200;
  std::uint64_t zstd_window = std::uint64_t{128} << 20U;  ///< E_WINDOW above it.
  std::uint64_t zip_entries = 10000;                      ///< E_TOO_MANY_ENTRIES above it.
};

/// One thing to read records from: a file, or a member of a zip archive.
struct Input {
  std::string path;    ///< As the user would name it: "a/b.jsonl.gz".
  std::string member;  ///< Name inside a zip archive; empty otherwise.
  std::string display() const { return member.empty() ? path : path + "!" + member; }
};

enum class Compression : std::uint8_t { kNone, kGzip, kZstd };

/// A forward-only stream of decompressed bytes.
class Source {
 public:
  virtual ~Source() = default;
  /// Up to `size` bytes; 0 at the end. Errors: E_TRUNCATED, E_CHECKSUM, E_TRAILING, E_NESTED,
  /// E_EXPANSION, E_WINDOW, each with the compressed byte as place.byte.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
  /// Decompressed bytes read so far.
  virtual std::uint64_t position() const = 0;
  /// Compressed bytes consumed so far, and their total: what a progress bar shows.
  virtual std::uint64_t compressed_position() const = 0;
  virtual std::uint64_t compressed_size() const = 0;
};

/// Opens `input` and stands at decompressed byte `offset` (a seek for plain files, a read-through
/// for compressed ones).
Result<std::unique_ptr<Source>> open_source(Disk& disk, const Input& input, std::uint64_t offset,
                                            const SourceLimits& limits = {});

/// The first bytes of the decompressed stream, at most `size`: enough to recognise its container.
Result<std::string> peek(Disk& disk, const Input& input, std::size_t size);

/// A random-access view of the whole (decompressed) input for columnar readers. A compressed input
/// is an error (kUnsupported): Parquet and Arrow compress inside.
Result<std::unique_ptr<File>> open_random(Disk& disk, const Input& input);

/// What the user named -> inputs in a stable order: files as given, folders walked (dot files and
/// folders, README, *.md and our own `.bmo/` left out; names sorted), globs (`*`, `?`, `[...]`,
/// `**`) expanded, zip archives opened to their members. Errors: E_INPUT (kNotFound) with the
/// nearest existing name; E_PATH, E_TOO_MANY_ENTRIES for archives.
Result<std::vector<Input>> expand(Disk& disk, const std::vector<std::string>& sources,
                                  const SourceLimits& limits = {});

/// Is it a folder that Hugging Face's save_to_disk wrote (state.json or dataset_dict.json)? Then
/// `expand` lists its .arrow files only.
bool is_saved_dataset(Disk& disk, const std::string& directory);

/// Compresses row text in independent frames (gzip members, zstd frames), so that a file can be
/// cut and resumed at any frame's end. `level` 0: the library's default. Thread-safe (no state).
Status compress_frame(Compression kind, int level, std::string_view text, std::string& out);

/// Expands zstd frames that make exactly `out`; false where they do not. Thread-safe.
bool expand_zstd(std::string_view frames, std::span<char> out);

}  // namespace bmo::io
