// Writes every finding of a check into a file, as it is found.
#pragma once
#include <memory>
#include <string>

#include "bmo/app/export.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/pipeline/scan.hpp"
#include "bmo/report/findings.hpp"

namespace bmo::app {

/// Grows under a temporary name and takes its own once it is whole. Used by one thread.
class FindingsFile {
 public:
  /// E_USAGE where no format has the path's ending.
  static Result<std::unique_ptr<FindingsFile>> create(io::Disk& disk, const std::string& path,
                                                      const ExportRequest& request);
  /// The findings of a batch; `file` is its input as asked for.
  Status add(const pipeline::Item& item, const std::string& file);
  /// One that is about the whole set.
  Status add(const report::ShownFinding& finding);
  Status finish(const ExportAnswer& answer);

 private:
  FindingsFile(io::Disk& disk, std::string path, const ExportRequest& request)
      : disk_(disk), path_(std::move(path)), request_(request) {}
  Status put(bool all);

  io::Disk& disk_;
  std::string path_;
  const ExportRequest& request_;
  std::string temporary_;
  std::unique_ptr<io::File> file_;
  std::unique_ptr<report::FindingsWriter> writer_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

/// A command that resolves findings of this code, for these sources; empty: none is known.
std::string resolving_command(std::string_view code, const ExportRequest& request);

}  // namespace bmo::app
