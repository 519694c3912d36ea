// The last step of a batch: which stream gets which rows, and their bytes.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/holding.hpp"
#include "bmo/pipeline/own_rows.hpp"
#include "bmo/pipeline/streams.hpp"
#include "bmo/table/proof.hpp"

namespace bmo::pipeline {

/// One for each worker.
class StreamEncoder {
 public:
  /// `streams`: nullptr where nothing is encoded. `decisions`, `duplicates`: nullptr where there
  /// are none.
  StreamEncoder(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                const std::vector<std::string>& file_names, const Decisions* decisions,
                const Duplicates* duplicates);

  /// Fills the item's streams. `num_tokens`: of each pair, where they were counted.
  Status encode(Item& item, std::span<const std::uint64_t> num_tokens);

 private:
  void choose_rows(Item& item);
  bool belongs(const Batch& batch, const StreamPlan& stream, std::uint32_t row) const;
  void find_alike(const Item& item, std::size_t s);
  void hash(Item& item, std::size_t s);
  Status fill(Item& item, std::size_t s, Columns& out);
  void fill_data(const Item& item, std::size_t s, Columns& out) const;

  const Recipe& recipe_;
  const std::vector<StreamPlan>& streams_;
  const Decisions* decisions_;
  Holding holding_;
  OwnRows own_rows_;
  // All of these by stream.
  std::vector<std::unique_ptr<formats::Encoder>> encoders_;
  std::vector<std::unique_ptr<table::RowHasher>> hashers_;  ///< nullptr: the stream has no proof.
  std::vector<Columns> scratch_;
  std::vector<std::size_t> columns_of_;  ///< Whose scratch holds its columns.
  std::vector<const formats::EncodedRows*> alike_;
  std::vector<std::uint8_t> splits_;  ///< By row.
};

}  // namespace bmo::pipeline
