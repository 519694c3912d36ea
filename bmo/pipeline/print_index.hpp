// Keeps what pass one found in a file that never changes, so that a later run reads it from here.
//
// One folder for each file and question, named by hashes of both: keys, fingerprints, their texts
// and names, and last of all a manifest with a hash (XXH3) of each. A folder without a manifest is
// one that was being written when a process died; one whose files are not as the manifest says is
// damaged. Either is made anew.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/pipeline/first_pass.hpp"
#include "bmo/pipeline/plan.hpp"
#include "bmo/pipeline/recipe.hpp"

namespace bmo::pipeline {

/// What pass one gives of a file depends on this, and on nothing else that a recipe says. Empty
/// where it depends on other files too: such a recipe is not to be served from an index.
std::string first_pass_question(const Recipe& recipe, const std::string& file_name);

/// Pass one of one file.
struct StoredPass {
  std::uint64_t records = 0;  ///< Read, whatever became of them.
  std::uint64_t key_bytes = 0;
  PrintFiles files;

  std::string keys() const { return io::join(files.directory, "keys"); }
};

/// An open index; no other process writes to it meanwhile. Used by one thread.
class PrintIndex {
 public:
  /// E_BUSY where another process has it open.
  static Result<PrintIndex> open(io::Disk& disk, const std::string& folder, bool durable);

  /// What is stored of a file, proven by its hashes. Where it is damaged `note` says so.
  Result<std::optional<StoredPass>> find(const Fingerprint& file, const std::string& question,
                                         std::string& note);
  /// A folder to write the four files to, empty.
  Result<std::string> begin(const Fingerprint& file, const std::string& question);
  /// From here on `find` finds it. What was stored of the same file for another question goes.
  Status publish(const Fingerprint& file, const StoredPass& pass);
  /// Files of other names in here are for who searches what is stored.
  const std::string& folder() const { return folder_; }

 private:
  PrintIndex(io::Disk& disk, std::string folder, bool durable)
      : disk_(disk), folder_(std::move(folder)), durable_(durable) {}

  io::Disk& disk_;
  std::string folder_;
  bool durable_;
  std::unique_ptr<io::Lock> lock_;
};

}  // namespace bmo::pipeline
