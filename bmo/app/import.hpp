// Takes files into a workspace as a new version of a data set.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/export.hpp"
#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct ImportRequest {
  std::vector<std::string> sources;
  std::string dataset;  ///< Empty: named after the first source.
  std::string map;      ///< A mapping file or the name of a preset; empty: recognised.
  std::string batch;    ///< Label for records that carry none.
  unsigned threads = 0;
  std::size_t batch_size = 0;
  std::string memory;
  std::string start_directory = ".";  ///< The workspace is looked for from here upward.
};

struct ImportAnswer {
  std::string dataset;
  std::uint64_t version = 0;  ///< That holds these pairs; 0: none of them could be kept.
  std::uint64_t pairs = 0;    ///< Of the whole data set, earlier imports included.
  bool repeated = false;      ///< The data set held all of it already: no version was made.
  ExportAnswer run;           ///< What became of the records of this import.
};

/// A killed import leaves no version; the same request again finishes it. E_NO_WORKSPACE, E_BUSY,
/// E_DATASET_NAME, and the errors of run_export.
Result<ImportAnswer> run_import(const ImportRequest& request, const Session& session);

}  // namespace bmo::app
