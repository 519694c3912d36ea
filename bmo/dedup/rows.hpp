// Reads back the fingerprints and texts that were written, within a budget of memory.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/dedup/fingerprint.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::dedup {

/// Index of a fingerprint in its file.
using Row = std::uint32_t;
inline constexpr Row kNoRow = ~Row{0};

/// Calls `work(i)` for each i below `count`, in any order and on any thread, and returns when all
/// are done. The results of this folder do not depend on how it is done.
using ParallelFor =
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// One after the other.
ParallelFor serial();

/// A file of fingerprints and the file of their texts. Files that together fit into the budget are
/// held in memory. Thread-safe.
class Rows {
 public:
  /// Reads the first `print_bytes` and `text_bytes` of the two.
  static Result<Rows> open(io::Disk& disk, const std::string& prints_path,
                           std::uint64_t print_bytes, const std::string& texts_path,
                           std::uint64_t text_bytes, std::uint64_t memory_bytes);
  /// Of a batch in memory.
  static Rows of(FingerprintBatch batch);

  std::size_t size() const { return size_; }
  bool in_memory() const { return !prints_.empty() || size_ == 0; }

  Status read(Row row, Fingerprint& out) const;
  /// `scratch` holds the texts where they are read from disk.
  Result<Texts> texts(const Fingerprint& print, std::string& scratch) const;

  /// Some thousand rows in file order: `texts` begins with the texts of the first.
  struct Chunk {
    Row first = 0;
    std::span<const Fingerprint> prints;
    std::string_view texts;

    Texts texts_of(const Fingerprint& print) const;
  };
  /// Walks all rows in file order.
  Status scan(const std::function<Status(const Chunk&)>& visit) const;
  /// The same without the texts.
  Status scan_prints(const std::function<Status(const Chunk&)>& visit) const;

 private:
  Status scan_files(bool with_texts, const std::function<Status(const Chunk&)>& visit) const;

  std::size_t size_ = 0;
  std::vector<Fingerprint> prints_;
  std::string texts_;
  std::shared_ptr<io::File> prints_file_;
  std::shared_ptr<io::File> texts_file_;
};

/// Reads exactly `size` bytes; E_DAMAGED where the file ends before.
Status read_all(io::File& file, std::uint64_t offset, void* out, std::size_t size);

}  // namespace bmo::dedup
