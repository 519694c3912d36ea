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

/// A file of fingerprints and the file of their texts, as they were written for a part of the set.
struct RowsPart {
  std::string prints_path;
  std::uint64_t print_bytes = 0;
  std::string texts_path;
  std::uint64_t text_bytes = 0;
  std::uint64_t records_before = 0;  ///< Of the parts before: added to each row's record.
  /// A row whose source is `unnamed` has this one; the same number: none is changed.
  std::uint32_t unnamed = 0;
  std::uint32_t source = 0;
};

/// Fingerprints and texts of all parts, one after the other. What fits into the budget is held in
/// memory: all, or the fingerprints alone. Thread-safe.
class Rows {
 public:
  /// Where few texts are asked for (`holds_texts` false) they are read from disk one by one.
  static Result<Rows> open(io::Disk& disk, std::vector<RowsPart> parts, std::uint64_t memory_bytes,
                           bool holds_texts = true);
  /// Of a batch in memory.
  static Rows of(FingerprintBatch batch);

  std::size_t size() const { return size_; }

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
  /// Walks the rows in file order, from `first` on.
  Status scan(const std::function<Status(const Chunk&)>& visit, Row first = 0) const;
  /// The same without the texts.
  Status scan_prints(const std::function<Status(const Chunk&)>& visit) const;

 private:
  struct Part {
    RowsPart card;
    Row first_row = 0;
    Row end_row = 0;
    std::uint64_t first_text = 0;
    std::shared_ptr<io::File> prints;
    std::shared_ptr<io::File> texts;
  };

  Status add_part(io::Disk& disk, RowsPart card);
  Status load(std::uint64_t memory_bytes, bool holds_texts);
  const Part& part_of(Row row) const;
  Status read_prints(const Part& part, Row first, std::span<Fingerprint> out) const;
  Status read_texts(const Part& part, std::uint64_t at, std::span<char> out) const;
  Status scan_memory(Row first, const std::function<Status(const Chunk&)>& visit) const;
  Status scan_part(const Part& part, Row first, bool with_texts,
                   const std::function<Status(const Chunk&)>& visit) const;

  std::size_t size_ = 0;
  bool prints_in_memory_ = true;
  bool texts_in_memory_ = true;
  std::vector<Fingerprint> prints_;
  std::string texts_;
  std::vector<Part> parts_;
};

/// Reads exactly `size` bytes; E_DAMAGED where the file ends before.
Status read_all(io::File& file, std::uint64_t offset, void* out, std::size_t size);

}  // namespace bmo::dedup
