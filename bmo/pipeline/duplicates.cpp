// Two files: entries by record, and the texts they point to.
#include "bmo/pipeline/duplicates.hpp"

#include <algorithm>

#include "bmo/dedup/rows.hpp"

namespace bmo::pipeline {
namespace {

std::string entries_path(const std::string& directory) {
  return io::join(directory, "duplicates");
}

std::string texts_path(const std::string& directory) {
  return io::join(directory, "duplicates-texts");
}

Result<json::Dom> sealed_state(AppendFile& file, bool durable) {
  BMO_TRY(file.flush());
  if (durable) BMO_TRY(file.file()->sync());
  const FileState state = file.state();
  return json::Dom{{"bytes", state.bytes}, {"sha256", state.sha256}};
}

/// nullptr where the file is not as `state` says.
Result<std::shared_ptr<io::File>> open_proven(io::Disk& disk, const std::string& path,
                                              const json::Dom& state) {
  if (!disk.exists(path)) return std::shared_ptr<io::File>();
  BMO_TRY_AS(std::unique_ptr<io::File> file, disk.open(path, io::Open::kRead));
  const auto sha = hash_prefix(*file, path, state.at("bytes"));
  if (!sha || *sha != state.at("sha256")) return std::shared_ptr<io::File>();
  return std::shared_ptr<io::File>(std::move(file));
}

}  // namespace

Result<DuplicatesWriter> DuplicatesWriter::create(io::Disk& disk, const std::string& directory) {
  DuplicatesWriter out;
  BMO_TRY_AS(out.entries_, AppendFile::create(disk, entries_path(directory)));
  BMO_TRY_AS(out.texts_, AppendFile::create(disk, texts_path(directory)));
  return out;
}

Status DuplicatesWriter::add(Duplicate duplicate, std::string_view kept_id,
                             std::string_view difference) {
  duplicate.text_at = texts_->size();
  duplicate.id_bytes = static_cast<std::uint32_t>(kept_id.size());
  duplicate.difference_bytes = static_cast<std::uint32_t>(difference.size());
  BMO_TRY(texts_->write(kept_id));
  BMO_TRY(texts_->write(difference));
  return entries_->write({reinterpret_cast<const char*>(&duplicate), sizeof(duplicate)});
}

Result<json::Dom> DuplicatesWriter::finish(bool durable) {
  json::Dom dom;
  BMO_TRY_AS(dom["entries"], sealed_state(*entries_, durable));
  BMO_TRY_AS(dom["texts"], sealed_state(*texts_, durable));
  return dom;
}

Result<std::optional<Duplicates>> Duplicates::load(io::Disk& disk, const std::string& directory,
                                                   const json::Dom& proof) {
  BMO_TRY_AS(const auto entries, open_proven(disk, entries_path(directory), proof.at("entries")));
  BMO_TRY_AS(const auto texts, open_proven(disk, texts_path(directory), proof.at("texts")));
  if (!entries || !texts) return std::optional<Duplicates>();
  Duplicates out;
  const std::uint64_t bytes = proof.at("entries").at("bytes");
  out.all_.resize(bytes / sizeof(Duplicate));
  BMO_TRY(dedup::read_all(*entries, 0, out.all_.data(), bytes));
  out.texts_ = texts;
  return std::optional<Duplicates>(std::move(out));
}

const Duplicate* Duplicates::find(std::uint64_t record) const {
  const auto found = std::ranges::lower_bound(all_, record, {}, &Duplicate::record);
  return found == all_.end() || found->record != record ? nullptr : &*found;
}

Result<Duplicates::Texts> Duplicates::texts(const Duplicate& duplicate, Arena& arena) const {
  std::string both(duplicate.id_bytes + duplicate.difference_bytes, '\0');
  BMO_TRY(dedup::read_all(*texts_, duplicate.text_at, both.data(), both.size()));
  const std::string_view kept = arena.keep(both);
  return Texts{.kept_id = kept.substr(0, duplicate.id_bytes),
               .difference = kept.substr(duplicate.id_bytes)};
}

}  // namespace bmo::pipeline
