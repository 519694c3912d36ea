// Cutting shards, and the part of a block record that lets a stream go on after a crash.
#include "bmo/pipeline/stream.hpp"

#include "bmo/base/base64.hpp"

namespace bmo::pipeline {
namespace {

json::Dom dom_of(const Shard& shard) {
  json::Dom dom;
  dom["index"] = shard.index;
  dom["rows"] = shard.rows;
  dom["payload"] = shard.payload;
  dom["bytes"] = shard.file.bytes;
  dom["sha256"] = shard.file.sha256;
  if (shard.proof.rows() > 0) dom["proof"] = shard.proof.text();
  return dom;
}

/// `value()` throws only where a type differs, which the caller turns into an Error.
Shard shard_of(const json::Dom& dom) {
  return {.index = dom.value("index", std::uint64_t{0}),
          .rows = dom.value("rows", std::uint64_t{0}),
          .payload = dom.value("payload", std::uint64_t{0}),
          .file = {.bytes = dom.value("bytes", std::uint64_t{0}),
                   .sha256 = dom.value("sha256", std::string())},
          .proof = table::RowSum::of_text(dom.value("proof", std::string()))};
}

}  // namespace

Status fold(const json::Dom& part, StreamState& state) {
  for (const json::Dom& dom : part.value("finished", json::Dom::array())) {
    const Shard shard = shard_of(dom);
    if (state.open && state.open->index == shard.index) {
      state.open.reset();
      state.blobs.clear();
    }
    state.finished.push_back(shard);
  }
  if (!part.contains("open")) return ok();
  const Shard shard = shard_of(part["open"]);
  if (!state.open || state.open->index != shard.index) state.blobs.clear();
  state.open = shard;
  const auto blob = from_base64(part.value("blob", std::string()));
  if (!blob) {
    return Error{
        .kind = ErrorKind::kIo, .code = "E_DAMAGED", .message = "a block record is damaged"};
  }
  if (!blob->empty()) state.blobs.push_back(*blob);
  return ok();
}

Stream::Stream(io::Disk& disk, std::string directory, StreamCard card)
    : disk_(disk), directory_(std::move(directory)), card_(std::move(card)) {}

std::string Stream::shard_path(std::uint64_t index) const {
  return io::join(directory_, card_.name + "-" + std::to_string(index));
}

Status Stream::resume(StreamState state) {
  writer_.reset();
  file_.reset();
  state_ = std::move(state);
  told_ = state_.finished.size();
  for (const Shard& shard : state_.finished) {
    BMO_TRY_AS(const auto file, AppendFile::resume(disk_, shard_path(shard.index), shard.file));
  }
  if (!state_.open) return ok();
  BMO_TRY_AS(file_, AppendFile::resume(disk_, shard_path(state_.open->index), state_.open->file));
  BMO_TRY_AS(writer_,
             card_.container->open_shard(*file_, card_.schema, card_.options,
                                         {.rows = state_.open->rows, .blobs = state_.blobs}));
  return ok();
}

Status Stream::open_next() {
  state_.open = Shard{.index = state_.finished.size()};
  BMO_TRY_AS(file_, AppendFile::create(disk_, shard_path(state_.open->index)));
  BMO_TRY_AS(writer_, card_.container->open_shard(*file_, card_.schema, card_.options, {}));
  return ok();
}

Status Stream::append(const formats::EncodedRows& rows, std::size_t first, std::size_t last) {
  while (first < last) {
    if (!writer_) BMO_TRY(open_next());
    Shard& shard = *state_.open;
    std::size_t end = first;
    while (end < last) {
      const std::uint64_t size = rows.sizes[end];
      const bool full =
          card_.shard_bytes != 0 && shard.rows > 0 && shard.payload + size > card_.shard_bytes;
      if (full) break;
      shard.payload += size;
      ++shard.rows;
      if (!rows.hashes.empty()) shard.proof.add(rows.hashes[end]);
      ++end;
    }
    if (end > first) BMO_TRY(writer_->append(rows, first, end));
    if (end < last) BMO_TRY(finish());
    first = end;
  }
  return ok();
}

Status Stream::finish() {
  if (!writer_) return ok();
  BMO_TRY(writer_->finish());
  BMO_TRY(file_->flush());
  state_.open->file = file_->state();
  state_.finished.push_back(*state_.open);
  state_.open.reset();
  unsynced_.push_back(file_->file());
  writer_.reset();
  file_.reset();
  return ok();
}

Result<json::Dom> Stream::checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) {
  json::Dom part = json::Dom::object();
  for (; told_ < state_.finished.size(); ++told_) {
    part["finished"].push_back(dom_of(state_.finished[told_]));
  }
  if (writer_) {
    BMO_TRY_AS(const std::string blob, writer_->checkpoint());
    BMO_TRY(file_->flush());
    state_.open->file = file_->state();
    part["open"] = dom_of(*state_.open);
    part["blob"] = to_base64(blob);
    to_sync.push_back(file_->file());
  }
  to_sync.insert(to_sync.end(), unsynced_.begin(), unsynced_.end());
  unsynced_.clear();
  return part;
}

}  // namespace bmo::pipeline
