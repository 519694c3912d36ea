// Writes pairs to files in memory, the way a run does.
#pragma once
#include <string>
#include <vector>

#include "bmo/formats/formats.hpp"

namespace bmo::conformance {

/// Collects what a writer writes.
class TextOutput final : public table::Output {
 public:
  explicit TextOutput(std::string bytes = {}) : bytes_(std::move(bytes)) {}
  Status write(std::string_view bytes) override {
    bytes_ += bytes;
    return ok();
  }
  std::uint64_t size() const override { return bytes_.size(); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// What is written, and how.
struct HowToWrite {
  const formats::ContainerEntry* container = nullptr;
  const formats::LayoutEntry* layout = nullptr;
  formats::MetadataMode mode = formats::MetadataMode::kInline;
  formats::WriteOptions options;
  /// After this many rows a checkpoint is taken; 0: none.
  std::size_t checkpoint_after = 0;
  /// Stops at the checkpoint and goes on with another writer.
  bool stop_at_checkpoint = false;
};

/// JSON Lines -> pairs of one batch. All records must be readable.
std::unique_ptr<Batch> pairs_of(std::string_view jsonl);

/// The bytes of one file that holds all pairs of the batch.
Result<std::string> write_pairs(const Batch& batch, const HowToWrite& how);

/// Containers and layouts by id.
const formats::ContainerEntry* container_named(std::string_view id);
const formats::LayoutEntry* layout_named(std::string_view id);

/// ".jsonl", ".jsonl.gz", ...
std::string file_ending(const HowToWrite& how);

}  // namespace bmo::conformance
