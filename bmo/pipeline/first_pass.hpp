// Where pass one's rows go: keys for what is decided by rank, fingerprints for what is decided by
// likeness.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "bmo/pipeline/append_file.hpp"
#include "bmo/pipeline/blocks.hpp"

namespace bmo::pipeline {

/// Files that lie in one folder, with their sizes.
struct PrintFiles {
  std::string directory;
  std::uint64_t print_bytes = 0;
  std::uint64_t text_bytes = 0;
  std::uint64_t name_bytes = 0;

  std::string sketches() const { return io::join(directory, "sketches"); }
  std::string prints() const { return io::join(directory, "prints"); }
  std::string texts() const { return io::join(directory, "texts"); }
  std::string names() const { return io::join(directory, "names"); }
};

/// What pass one wrote of a part of the set.
struct PrintPart {
  PrintFiles files;
  std::uint64_t records_before = 0;  ///< Of the parts before.
  /// Of pairs that were written without a source, its name; empty: there are none.
  std::string source;
  Hash128 name;  ///< What it was made from; the same name, the same files.
};
using PrintParts = std::vector<PrintPart>;

/// Fingerprints, their texts and names, in the order of records.
class PrintsWriter final : public BlockWriter {
 public:
  /// `sketches`: what it is given are sketches, and lie beside where fingerprints will.
  PrintsWriter(io::Disk& disk, const std::string& directory, bool sketches = false);
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override;
  Status finish() override { return open(); }
  Status resume(const std::vector<json::Dom>& parts) override;

  PrintFiles files() const;
  bool takes_sketches() const { return sketches_; }

 private:
  Status open();
  Status append_prints(const ItemPrints& prints, std::size_t begin, std::size_t end);

  static constexpr std::size_t kFiles = 3;
  io::Disk& disk_;
  std::string paths_[kFiles];
  std::string directory_;
  bool sketches_;
  std::unique_ptr<AppendFile> files_[kFiles];
  std::vector<dedup::Fingerprint> moved_;
};

}  // namespace bmo::pipeline
