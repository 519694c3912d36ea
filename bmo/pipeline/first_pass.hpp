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

/// Fingerprints, their texts and names, in the order of records.
class PrintsWriter final : public BlockWriter {
 public:
  /// `sketches`: what it is given are sketches, and lie beside where fingerprints will.
  PrintsWriter(io::Disk& disk, const std::string& directory, bool sketches = false);
  Status append(const Item& item, std::size_t first, std::size_t last) override;
  Result<json::Dom> checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) override;
  Status finish() override { return open(); }
  Status resume(const std::vector<json::Dom>& parts) override;

  /// What another writer wrote of a part of the set, of which `before` records stand before it;
  /// pairs without a source are of `file`.
  Status append_stored(const PrintFiles& stored, std::uint64_t before, std::string_view file);

  PrintFiles files() const;
  bool takes_sketches() const { return sketches_; }

 private:
  Status open();
  Status append_texts(const PrintFiles& stored);
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
