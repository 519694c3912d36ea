// Which records go as duplicates, and for which kept one: what pass two asks of each record.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/append_file.hpp"

namespace bmo::pipeline {

/// Fixed-size, written to disk as it lies in memory (native byte order).
struct Duplicate {
  std::uint64_t record = 0;
  std::uint64_t kept_record = 0;
  std::uint64_t text_at = 0;  ///< Where the kept pair's id begins; the difference follows it.
  std::uint32_t id_bytes = 0;
  std::uint32_t difference_bytes = 0;
  float similarity = 0;  ///< Of the instructions; 1 for equal pairs.
  std::uint32_t kind = 0;

  dedup::EdgeKind edge_kind() const { return static_cast<dedup::EdgeKind>(kind); }
  /// The method that found it.
  std::string_view method() const {
    if (edge_kind() <= dedup::EdgeKind::kIdentical) return "exact";
    return edge_kind() == dedup::EdgeKind::kSemantic ? "semantic" : "near";
  }
};

/// Collects them in the order of records.
class DuplicatesWriter {
 public:
  static Result<DuplicatesWriter> create(io::Disk& disk, const std::string& directory);
  Status add(Duplicate duplicate, std::string_view kept_id, std::string_view difference);
  /// Makes the files durable where asked to, and says how they may be proven.
  Result<json::Dom> finish(bool durable);

 private:
  std::unique_ptr<AppendFile> entries_;
  std::unique_ptr<AppendFile> texts_;
};

/// 40 bytes of memory for each; their texts stay on disk. Any thread may ask.
class Duplicates {
 public:
  /// nullopt where the files are not those that `proof` (of finish) speaks of.
  static Result<std::optional<Duplicates>> load(io::Disk& disk, const std::string& directory,
                                                const json::Dom& proof);

  /// nullptr: the record stays.
  const Duplicate* find(std::uint64_t record) const;
  std::span<const Duplicate> all() const { return all_; }

  struct Texts {
    std::string_view kept_id;
    std::string_view difference;  ///< What the two say differently; empty where they are equal.
  };
  Result<Texts> texts(const Duplicate& duplicate, Arena& arena) const;

 private:
  std::vector<Duplicate> all_;
  std::shared_ptr<io::File> texts_;
};

}  // namespace bmo::pipeline
