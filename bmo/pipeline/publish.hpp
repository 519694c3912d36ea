// The last step of an export: finished files take their final names, and the manifest, published
// last, says that all is there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/blocks.hpp"
#include "bmo/pipeline/plan.hpp"
#include "bmo/pipeline/streams.hpp"

namespace bmo::pipeline {

/// A file of an export as the manifest lists it.
struct ExportedFile {
  std::string path;  ///< Below the export folder.
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::string sha256;
  table::RowSum proof;     ///< What its rows must add up to when they are read back.
  std::size_t stream = 0;  ///< Index into the streams, where there is a proof.
  bool is_data = false;    ///< What a trainer reads; the rest is bmo's own, or beside the data.
};

/// Everything that publishing needs to know; all of it comes from the last block record.
struct Publication {
  io::Disk& disk;
  std::string out;
  bool durable = true;
  const Recipe& recipe;
  const Plan& plan;
  const std::vector<StreamPlan>& streams;
  std::vector<std::vector<Shard>> shards;  ///< By stream.
  Tally tally;
  json::Dom duplicates;  ///< The report of what was found; null where none were looked for.
};

/// Moves the shards to their final names, writes the files beside them, and returns them all. May
/// be repeated after a crash at any point of it.
Result<std::vector<ExportedFile>> place_files(const Publication& publication);

/// The manifest, not yet published.
json::Dom manifest_dom(const Publication& publication, const std::vector<ExportedFile>& files);

/// Publishes `.bmo/manifest.json`: from here on the export is complete.
Status publish_manifest(const Publication& publication, const json::Dom& manifest);

std::vector<ExportedFile> files_of(const json::Dom& manifest);

/// The path of a file of bmo's own below the export folder: own_path("manifest.json").
std::string own_path(std::string_view name);

}  // namespace bmo::pipeline
