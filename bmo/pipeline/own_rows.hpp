// The rows that bmo keeps of each record for itself: ledger, quarantine and metadata sidecar, with
// their schemas.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bmo/pipeline/duplicates.hpp"
#include "bmo/pipeline/holding.hpp"
#include "bmo/pipeline/recipe.hpp"
#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {

Schema ledger_schema(const Recipe& recipe);
Schema quarantine_schema();
Schema sidecar_schema();

/// Fills the columns of those schemas. One for each worker.
class OwnRows {
 public:
  /// `duplicates`: nullptr where none were looked for.
  OwnRows(const Recipe& recipe, const std::vector<std::string>& file_names,
          const Duplicates* duplicates);

  /// A row for every record. `splits`: the index of each record's split.
  Status fill_ledger(Item& item, const Holding& holding, std::span<const std::uint8_t> splits,
                     Columns& out) const;
  void fill_quarantine(Batch& batch, std::span<const std::uint32_t> rows, Columns& out) const;
  void fill_sidecar(const Batch& batch, std::span<const std::uint32_t> rows, Columns& out) const;

 private:
  void fill_fates(Item& item, std::span<const std::uint8_t> splits, Columns& out) const;
  Status fill_duplicates(Batch& batch, std::span<Column> out) const;

  const Recipe& recipe_;
  const std::vector<std::string>& file_names_;
  const Duplicates* duplicates_;
  std::vector<std::string> split_names_;
};

}  // namespace bmo::pipeline
