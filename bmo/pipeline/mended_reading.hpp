// Reads the records of a batch and mends them, as far as a run asks for it.
#pragma once
#include <span>
#include <vector>

#include "bmo/checks/fixes.hpp"
#include "bmo/formats/formats.hpp"

namespace bmo::pipeline {

/// One per thread.
class MendedReader {
 public:
  /// `fixes` is used as long as this lives.
  MendedReader(const formats::Mapping* mapping, std::span<const checks::FixEntry* const> fixes);

  /// Appends what was mended, by row.
  void read(Batch& batch, std::vector<checks::Change>& changes);

 private:
  std::span<const checks::FixEntry* const> fixes_;
  std::string_view role_fix_;
  std::string_view bytes_fix_;
  formats::RecordReader reader_;
};

}  // namespace bmo::pipeline
