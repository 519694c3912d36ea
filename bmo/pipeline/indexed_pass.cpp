// Each file is numbered from 1 in the index; numbers are moved when files are put together.
#include "bmo/pipeline/indexed_pass.hpp"

namespace bmo::pipeline {
namespace {

Result<StoredPass> store(PrintIndex& index, const IndexedPass& pass, std::size_t file,
                         const std::string& question) {
  BMO_TRY_AS(const std::string directory, index.begin(pass.files[file], question));
  StoredPass out{.files = {.directory = directory}};
  KeysWriter keys(pass.disk, out.keys());
  PrintsWriter prints(pass.disk, directory);
  const auto consume = [&](Item& item) -> Status {
    out.records += item.batch.size();
    BMO_TRY(keys.append(item, 0, item.batch.size()));
    return prints.append(item, 0, item.batch.size());
  };
  BMO_TRY(pass.scan(file, consume));
  std::vector<std::shared_ptr<io::File>> written;
  BMO_TRY(keys.checkpoint(written));  // Nothing stays in a buffer.
  BMO_TRY(prints.checkpoint(written));
  out.key_bytes = keys.bytes();
  out.files = prints.files();
  BMO_TRY(index.publish(pass.files[file], out));
  return out;
}

}  // namespace

void open_index(io::Disk& disk, const std::string& folder, const Recipe& recipe, bool durable,
                std::vector<std::string>& notes, std::optional<PrintIndex>& out) {
  if (folder.empty() || first_pass_question(recipe, {}).empty()) return;
  Result<PrintIndex> index = PrintIndex::open(disk, folder, durable);
  if (index) {
    out.emplace(*std::move(index));
  } else {
    notes.push_back("fingerprints are not kept for later runs: " + index.error().message);
  }
}

Result<PrintParts> run_indexed_pass(PrintIndex& index, const IndexedPass& pass, KeysWriter& keys) {
  PrintParts parts;
  std::uint64_t before = 0;  // Records of the files before this one.
  for (std::size_t file = 0; file < pass.files.size(); ++file) {
    const std::string& name = pass.files[file].name;
    const std::string question = first_pass_question(pass.recipe, name);
    std::string note;
    BMO_TRY_AS(std::optional<StoredPass> stored, index.find(pass.files[file], question, note));
    if (!note.empty()) pass.notes.push_back(note);
    if (!stored) {
      BMO_TRY_AS(stored, store(index, pass, file, question));
    }
    BMO_TRY(keys.append_stored(stored->keys(), stored->key_bytes, before));
    const std::string& folder = stored->files.directory;
    parts.push_back({.files = stored->files,
                     .records_before = before,
                     .source = name,
                     .name = hash128(folder.substr(folder.rfind('/') + 1))});
    before += stored->records;
  }
  std::vector<std::shared_ptr<io::File>> written;
  BMO_TRY(keys.checkpoint(written));
  return parts;
}

}  // namespace bmo::pipeline
