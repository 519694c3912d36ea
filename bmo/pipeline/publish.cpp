// Renames first, files beside them next, folders synced, manifest last.
#include "bmo/pipeline/publish.hpp"

#include <set>

#include "bmo/base/hash.hpp"
#include "bmo/pipeline/card.hpp"
#include "bmo/pipeline/croissant.hpp"
#include "bmo/pipeline/delivery.hpp"

namespace bmo::pipeline {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// Collects what is written, and syncs every folder that it touched.
class Placer {
 public:
  explicit Placer(const Publication& publication) : publication_(publication) {}

  Status shard(const std::string& working, const std::string& path, const Shard& shard,
               std::size_t stream) {
    BMO_TRY(folder(path));
    const std::string target = io::join(publication_.out, path);
    if (publication_.disk.exists(working)) BMO_TRY(publication_.disk.rename(working, target));
    files_.push_back({.path = path,
                      .bytes = shard.file.bytes,
                      .rows = shard.rows,
                      .sha256 = shard.file.sha256,
                      .proof = shard.proof,
                      .stream = stream,
                      .is_data = publication_.streams[stream].kind == StreamKind::kData});
    return ok();
  }

  Status text(const std::string& path, const std::string& bytes) {
    BMO_TRY(folder(path));
    BMO_TRY(io::replace_file(publication_.disk, io::join(publication_.out, path), bytes,
                             publication_.durable));
    Sha256 sha;
    sha.add(bytes);
    files_.push_back({.path = path, .bytes = bytes.size(), .sha256 = sha.hex()});
    return ok();
  }

  Status sync_folders() {
    if (!publication_.durable) return ok();
    for (const std::string& folder : folders_) {
      BMO_TRY(publication_.disk.sync_directory(
          folder.empty() ? publication_.out : io::join(publication_.out, folder)));
    }
    return ok();
  }

  const std::vector<ExportedFile>& files() const { return files_; }

 private:
  Status folder(const std::string& path) {
    std::string folder = folder_of(path);
    if (!folders_.insert(folder).second) return ok();
    if (!folder.empty()) {
      BMO_TRY(publication_.disk.make_directories(io::join(publication_.out, folder)));
    }
    while (!folder.empty()) {
      folder = folder_of(folder);
      folders_.insert(folder);
    }
    return ok();
  }

  const Publication& publication_;
  std::set<std::string> folders_;
  std::vector<ExportedFile> files_;
};

Status place_shards(const Publication& publication, Placer& placer) {
  const std::string work = io::join(publication.out, own_path("work"));
  for (std::size_t s = 0; s < publication.streams.size(); ++s) {
    const StreamPlan& plan = publication.streams[s];
    const Stream stream(publication.disk, work, plan.card);
    for (const Shard& shard : publication.shards[s]) {
      BMO_TRY(placer.shard(
          stream.shard_path(shard.index),
          final_path(publication.recipe, plan, shard.index, publication.shards[s].size()), shard,
          s));
    }
  }
  return ok();
}

std::vector<SplitFiles> splits_of(const Publication& publication, std::size_t output) {
  std::vector<SplitFiles> out;
  const std::string folder = output_folder(publication.recipe, output);
  for (std::size_t s = 0; s < publication.streams.size(); ++s) {
    const StreamPlan& plan = publication.streams[s];
    if (plan.kind != StreamKind::kData || plan.output != output) continue;
    SplitFiles split{.split = split_names(publication.recipe)[plan.split]};
    for (const Shard& shard : publication.shards[s]) {
      split.rows += shard.rows;
      split.bytes += shard.file.bytes;
      split.paths.push_back(
          final_path(publication.recipe, plan, shard.index, publication.shards[s].size())
              .substr(folder.size()));
    }
    if (const auto traits = publication.tally.traits.find(s);
        traits != publication.tally.traits.end()) {
      split.fields = optional_fields(traits->second);
    }
    out.push_back(std::move(split));
  }
  return out;
}

Status place_saved_dataset(const std::string& folder, const std::vector<SplitFiles>& splits,
                           Placer& placer) {
  std::vector<std::string> names;
  for (const SplitFiles& split : splits) {
    if (split.rows == 0) continue;
    names.push_back(split.split);
    std::vector<std::string> files;
    for (const std::string& path : split.paths)
      files.push_back(path.substr(split.split.size() + 1));
    const std::string below = folder + split.split + "/";
    BMO_TRY(placer.text(below + "state.json", saved_state(files, split.split)));
    BMO_TRY(placer.text(below + "dataset_info.json", saved_info()));
  }
  return placer.text(folder + "dataset_dict.json", saved_splits(names));
}

std::vector<DescribedFile> described_files(const Publication& publication, std::size_t output,
                                           const std::vector<ExportedFile>& placed) {
  std::vector<DescribedFile> out;
  const std::size_t folder = output_folder(publication.recipe, output).size();
  for (const ExportedFile& file : placed) {
    if (!file.is_data || publication.streams[file.stream].output != output) continue;
    out.push_back({.path = file.path.substr(folder), .sha256 = file.sha256, .bytes = file.bytes});
  }
  return out;
}

Status place_beside(const Publication& publication, Placer& placer) {
  for (std::size_t output = 0; output < publication.recipe.outputs.size(); ++output) {
    const std::string folder = output_folder(publication.recipe, output);
    const std::vector<SplitFiles> splits = splits_of(publication, output);
    std::uint64_t rows = 0;
    for (const SplitFiles& split : splits)
      rows += split.rows;
    if (rows > 0 && publication.recipe.outputs[output].container->card->id == "hf") {
      BMO_TRY(place_saved_dataset(folder, splits, placer));
    }
    std::vector<std::string> beside;
    for (const targets::BesideFile& file : files_beside(publication.recipe, output, splits)) {
      BMO_TRY(placer.text(folder + file.path, file.text));
      beside.push_back(file.path);
    }
    BMO_TRY(placer.text(folder + "README.md",
                        data_card(publication.recipe, output, splits, publication.tally, beside)));
    const std::string described =
        croissant(publication.recipe, publication.recipe.outputs[output], splits,
                  described_files(publication, output, placer.files()), publication.tally.sums);
    if (!described.empty()) {
      BMO_TRY(placer.text(folder + own_path("croissant.json"), described));
    }
  }
  return ok();
}

json::Dom counts_dom(const Tally& tally) {
  json::Dom dom;
  dom["input"] = {{"records", tally.records()}};
  dom["exported"] = tally.count(Fate::kExported);
  dom["filtered"] = tally.count(Fate::kFiltered);
  dom["duplicates"] = tally.count(Fate::kDuplicate);
  dom["quarantined"] = tally.count(Fate::kQuarantined);
  dom["held"] = tally.count(Fate::kHeld);
  return dom;
}

json::Dom conservation_dom(const Tally& tally) {
  json::Dom dom;
  dom["method"] = "sum modulo 2^128 of XXH3-128 of each record's bytes, seeded by its number";
  dom["input"] = tally.input.hex();
  for (std::size_t fate = 0; fate < kNumFates; ++fate) {
    dom[std::string(fate_name(static_cast<Fate>(fate)))] = tally.by_fate[fate].hex();
  }
  dom["exported_content"] = tally.exported_content.hex();
  return dom;
}

json::Dom quality_dom(const Publication& publication) {
  const Tally& tally = publication.tally;
  json::Dom dom = counts_dom(tally);
  dom["equation"] = "records = exported + filtered + duplicates + quarantined + held";
  dom["reasons"] = tally.reasons;
  dom["findings"] = json::Dom::array();
  for (const auto& [code, total] : tally.findings) {
    dom["findings"].push_back(
        {{"code", code}, {"severity", total.severity}, {"count", total.count}});
  }
  dom["not_held"] = tally.not_held;
  if (!tally.fixes.empty()) dom["fixes"] = tally.fixes;
  if (!tally.gates.empty()) dom["gates"] = gate_tally_dom(tally.gates);
  if (!tally.overrides.empty()) dom["overrides"] = tally.overrides;
  if (!tally.scores.empty()) {
    dom["input_scores"] = score_summary_dom(tally.scores);
    if (!publication.recipe.points.empty())
      dom["points"] = own_points_dom(publication.recipe.points);
    dom["exported_scores"] = score_summary_dom(tally.exported_scores);
  }
  dom["examples"] = tally_dom(tally)["examples"];
  return dom;
}

}  // namespace

std::string own_path(std::string_view name) {
  return io::join(".bmo", name);
}

Result<std::vector<ExportedFile>> place_files(const Publication& publication) {
  Placer placer(publication);
  BMO_TRY(place_shards(publication, placer));
  BMO_TRY(place_beside(publication, placer));
  BMO_TRY(placer.text(own_path("quality.json"), json::to_text(quality_dom(publication))));
  if (!publication.duplicates.is_null()) {
    BMO_TRY(placer.text(own_path("duplicates.json"), json::to_text(publication.duplicates)));
  }
  BMO_TRY(placer.sync_folders());
  return placer.files();
}

json::Dom manifest_dom(const Publication& publication, const std::vector<ExportedFile>& files) {
  const Tally& tally = publication.tally;
  json::Dom dom;
  dom["schema"] = 1;
  dom["recipe"] = publication.plan.recipe;
  dom["inputs"] = json::Dom::array();
  for (const Fingerprint& print : publication.plan.inputs) {
    dom["inputs"].push_back({{"name", print.name}, {"bytes", print.bytes}, {"edges", print.edges}});
  }
  dom.update(counts_dom(tally));
  dom["conservation"] = conservation_dom(tally);
  dom["tally"] = tally_dom(tally);
  dom["files"] = json::Dom::array();
  for (const ExportedFile& file : files) {
    json::Dom entry{{"path", file.path},
                    {"bytes", file.bytes},
                    {"rows", file.rows},
                    {"sha256", file.sha256},
                    {"data", file.is_data}};
    if (file.proof.rows() > 0) {
      const StreamCard& card = publication.streams[file.stream].card;
      entry["proof"] = {{"decoder", card.container->second->decoder},
                        {"rows", file.proof.rows()},
                        {"hash", file.proof.hex()},
                        {"stream", card.name}};
    }
    dom["files"].push_back(std::move(entry));
  }
  return dom;
}

Status publish_manifest(const Publication& publication, const json::Dom& manifest) {
  return io::publish_file(publication.disk, io::join(publication.out, own_path("manifest.json")),
                          json::to_text(manifest), publication.durable);
}

std::vector<ExportedFile> files_of(const json::Dom& manifest) {
  std::vector<ExportedFile> out;
  for (const json::Dom& file : manifest.value("files", json::Dom::array())) {
    out.push_back({.path = file.value("path", std::string()),
                   .bytes = file.value("bytes", std::uint64_t{0}),
                   .rows = file.value("rows", std::uint64_t{0}),
                   .sha256 = file.value("sha256", std::string()),
                   .is_data = file.value("data", false)});
  }
  return out;
}

}  // namespace bmo::pipeline
