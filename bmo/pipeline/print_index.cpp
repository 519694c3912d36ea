// Folders that are written once and proven on every reading.
#include "bmo/pipeline/print_index.hpp"

#include <array>

#include "bmo/base/hash.hpp"
#include "bmo/pipeline/decide.hpp"
#include "bmo/pipeline/folder.hpp"
#include "bmo/pipeline/journal.hpp"

namespace bmo::pipeline {
namespace {

/// To be raised when the same pair gets another fingerprint or key than before.
constexpr int kForm = 2;
constexpr std::size_t kBuffer = std::size_t{1} << 20U;

constexpr std::array<std::string_view, 4> kFiles{"keys", "prints", "texts", "names"};

/// What a recipe says that pass one does not look at.
constexpr std::array<std::string_view, 15> kUnasked{
    "to",    "layouts",       "sample",      "limit",       "seed",
    "split", "split_by",      "metadata",    "licence",     "proof",
    "dedup", "block_records", "block_bytes", "shard_bytes", "languages"};

std::string hex_of(std::string_view text) {
  std::string out(32, '\0');
  write_hex(hash128(text), out.data());
  return out;
}

std::string file_part(const Fingerprint& file) {
  return hex_of(file.edges + " " + std::to_string(file.bytes));
}

std::string manifest_of(const std::string& directory) {
  return io::join(directory, "manifest.json");
}

Result<json::Dom> proof_of(io::Disk& disk, const std::string& path, bool durable) {
  BMO_TRY_AS(const auto file, disk.open(path, io::Open::kRead));
  if (durable) BMO_TRY(file->sync());
  StreamHash128 hash;
  std::uint64_t bytes = 0;
  std::string buffer(kBuffer, '\0');
  while (true) {
    BMO_TRY_AS(const std::size_t got, file->read_at(bytes, buffer.data(), buffer.size()));
    if (got == 0) break;
    hash.add({buffer.data(), got});
    bytes += got;
  }
  return json::Dom{{"bytes", bytes}, {"xxh3", to_hex(hash.value())}};
}

/// Is the file the one that the proof speaks of?
Result<bool> is_proven(io::Disk& disk, const std::string& path, const json::Dom& proof) {
  if (!disk.exists(path)) return false;
  BMO_TRY_AS(const json::Dom now, proof_of(disk, path, false));
  return now == proof;
}

}  // namespace

std::string first_pass_question(const Recipe& recipe, const std::string& file_name) {
  if (recipe.scores) return {};  // Some of it is judged by a sample of the whole set.
  json::Dom dom = recipe_dom(recipe);
  for (const std::string_view name : kUnasked)
    dom.erase(std::string(name));
  if (recipe.budgets.is_asked()) dom["seed"] = recipe.seed;
  dom["keep"] = recipe.dedup.keep;
  dom["texts"] = print_detail(recipe) == dedup::Fingerprinter::Detail::kAll;
  // An expression may name the file.
  const bool asks =
      !recipe.where.empty() || !recipe.gates.where.empty() || !recipe.dedup.keep.empty();
  dom["file"] = asks ? file_name : std::string();
  dom["form"] = {kForm, sizeof(dedup::Fingerprint), sizeof(KeyedRecord)};
  return json::to_text(dom);
}

Result<PrintIndex> PrintIndex::open(io::Disk& disk, const std::string& folder, bool durable) {
  BMO_TRY(disk.make_directories(folder));
  PrintIndex index(disk, folder, durable);
  BMO_TRY_AS(index.lock_, disk.lock(io::join(folder, "lock"), "bmo dedup"));
  return index;
}

Result<std::optional<StoredPass>> PrintIndex::find(const Fingerprint& file,
                                                   const std::string& question, std::string& note) {
  const std::string directory =
      io::join(folder_, file_part(file) + "-" + hex_of(question).substr(0, 16));
  if (!disk_.exists(manifest_of(directory))) return std::optional<StoredPass>();
  BMO_TRY_AS(const std::string text, io::read_file(disk_, manifest_of(directory)));
  const auto dom = unsealed(text);
  bool is_sound = dom.has_value() && dom->value("question", std::string()) == question;
  for (std::size_t i = 0; is_sound && i < kFiles.size(); ++i) {
    BMO_TRY_AS(is_sound, is_proven(disk_, io::join(directory, kFiles[i]),
                                   dom->at("files").at(std::string(kFiles[i]))));
  }
  if (!is_sound) {
    note = file.name + ": its index is damaged and is made anew";
    return std::optional<StoredPass>();
  }
  const auto bytes = [&dom](std::string_view name) -> std::uint64_t {
    return dom->at("files").at(std::string(name)).at("bytes");
  };
  return std::optional(StoredPass{.records = dom->at("records"),
                                  .key_bytes = bytes("keys"),
                                  .files = {.directory = directory,
                                            .print_bytes = bytes("prints"),
                                            .text_bytes = bytes("texts"),
                                            .name_bytes = bytes("names")}});
}

Result<std::string> PrintIndex::begin(const Fingerprint& file, const std::string& question) {
  std::string directory = io::join(folder_, file_part(file) + "-" + hex_of(question).substr(0, 16));
  BMO_TRY(disk_.remove(manifest_of(directory)));
  BMO_TRY(remove_tree(disk_, directory));
  BMO_TRY(disk_.make_directories(directory));
  BMO_TRY(io::publish_file(disk_, io::join(directory, "question"), question, false));
  return directory;
}

Status PrintIndex::publish(const Fingerprint& file, const StoredPass& pass) {
  const std::string& directory = pass.files.directory;
  BMO_TRY_AS(const std::string question, io::read_file(disk_, io::join(directory, "question")));
  json::Dom dom{{"records", pass.records}, {"question", question}};
  for (const std::string_view name : kFiles) {
    BMO_TRY_AS(dom["files"][std::string(name)],
               proof_of(disk_, io::join(directory, name), durable_));
  }
  BMO_TRY(io::publish_file(disk_, manifest_of(directory), sealed(std::move(dom)), durable_));
  const std::string part = file_part(file);
  BMO_TRY_AS(const std::vector<std::string> names, disk_.list(folder_));
  for (const std::string& name : names) {
    const std::string other = io::join(folder_, name);
    if (!name.starts_with(part) || other == directory) continue;
    BMO_TRY(disk_.remove(manifest_of(other)));
    BMO_TRY(remove_tree(disk_, other));
  }
  return ok();
}

}  // namespace bmo::pipeline
