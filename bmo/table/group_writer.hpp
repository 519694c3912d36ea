// Gathers rows into groups whose borders do not depend on how the rows arrive.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <arrow/record_batch.h>

#include "bmo/table/arrow_bridge.hpp"

namespace bmo::table {

/// What a file form must do; each group comes as one contiguous batch.
class GroupSink {
 public:
  virtual ~GroupSink() = default;
  virtual Status write_group(const arrow::RecordBatch& group) = 0;
  /// What `finish` must know of the groups since the last call; empty where there were none.
  virtual Result<std::string> take_blob() = 0;
  virtual Status finish() = 0;
};

/// Both write the file's head at once where `out` is empty.
Result<std::unique_ptr<GroupSink>> open_parquet_sink(Output& out,
                                                     std::shared_ptr<arrow::Schema> schema,
                                                     const WriterOptions& options,
                                                     const std::vector<std::string>& blobs);
Result<std::unique_ptr<GroupSink>> open_arrow_sink(Output& out,
                                                   std::shared_ptr<arrow::Schema> schema,
                                                   const WriterOptions& options,
                                                   const std::vector<std::string>& blobs);

/// The Output's own error where there was one, else E_WRITE with Arrow's reason.
Error write_error(const OutputStream& stream, const arrow::Status& status);

}  // namespace bmo::table
