// The last step of a batch: which stream gets which rows, and their bytes.
#include "bmo/pipeline/stream_encoder.hpp"

#include <algorithm>

#include "bmo/base/check.hpp"

namespace bmo::pipeline {

StreamEncoder::StreamEncoder(const Recipe& recipe, const std::vector<StreamPlan>& streams,
                             const std::vector<std::string>& file_names, const Decisions* decisions,
                             const Duplicates* duplicates)
    : recipe_(recipe),
      streams_(streams),
      decisions_(decisions),
      holding_(recipe),
      own_rows_(recipe, file_names, duplicates),
      columns_of_(streams.size()) {
  for (const StreamPlan& stream : streams) {
    const formats::ContainerEntry* container = stream.card.container;
    encoders_.push_back(container->make_encoder(stream.card.schema));
    hashers_.push_back(
        is_proven(recipe, stream)
            ? std::make_unique<table::RowHasher>(stream.card.schema, container->second->notation)
            : nullptr);
    scratch_.push_back(make_columns(stream.card.schema));
  }
}

Status StreamEncoder::encode(Item& item, std::span<const std::uint64_t> num_tokens) {
  item.streams.resize(streams_.size());
  holding_.choose(item, num_tokens);
  choose_rows(item);
  for (std::size_t s = 0; s < streams_.size(); ++s) {
    StreamRows& out = item.streams[s];
    if (out.rows.empty()) continue;
    find_alike(item, s);
    if (columns_of_[s] == s) {
      clear(scratch_[s]);
      BMO_TRY(fill(item, s, scratch_[s]));
    }
    hash(item, s);
    BMO_TRY(encoders_[s]->encode(scratch_[columns_of_[s]], alike_, out.encoded));
    BMO_CHECK(out.encoded.rows() == out.rows.size());
  }
  return ok();
}

/// Which rows each stream gets.
void StreamEncoder::choose_rows(Item& item) {
  const Batch& batch = item.batch;
  splits_.assign(batch.size(), 0);
  for (std::uint32_t row = 0; row < batch.size(); ++row) {
    if (decisions_ == nullptr || batch.fates[row] != Fate::kExported) continue;
    splits_[row] = static_cast<std::uint8_t>(decisions_->split_of(keyed_record(item, row)));
  }
  for (std::size_t s = 0; s < streams_.size(); ++s) {
    for (std::uint32_t row = 0; row < batch.size(); ++row) {
      if (belongs(batch, streams_[s], row)) item.streams[s].rows.push_back(row);
    }
  }
}

bool StreamEncoder::belongs(const Batch& batch, const StreamPlan& stream, std::uint32_t row) const {
  switch (stream.kind) {
    case StreamKind::kData:
    case StreamKind::kSidecar:
      return holding_.holds(row, stream.output) && splits_[row] == stream.split;
    case StreamKind::kLedger:
      return true;
    case StreamKind::kQuarantine:
      return batch.fates[row] == Fate::kQuarantined;
  }
  return false;
}

/// Earlier data streams with the same rows in the same layout: their columns are this one's too,
/// and what their encoders made may be taken over.
void StreamEncoder::find_alike(const Item& item, std::size_t s) {
  alike_.clear();
  columns_of_[s] = s;
  if (streams_[s].kind != StreamKind::kData) return;
  for (std::size_t other = 0; other < s; ++other) {
    if (streams_[other].kind != StreamKind::kData) continue;
    const OutputSpec& theirs = recipe_.outputs[streams_[other].output];
    const OutputSpec& ours = recipe_.outputs[streams_[s].output];
    const bool is_alike = theirs.layout == ours.layout && theirs.metadata == ours.metadata &&
                          spelling_of(theirs) == spelling_of(ours) &&
                          item.streams[other].rows == item.streams[s].rows;
    if (!is_alike) continue;
    columns_of_[s] = std::min(columns_of_[s], other);
    alike_.push_back(&item.streams[other].encoded);
  }
}

/// Before the rows are encoded; once for outputs whose columns and notation are the same.
void StreamEncoder::hash(Item& item, std::size_t s) {
  if (!hashers_[s]) return;
  const auto notation = [this](std::size_t stream) {
    return streams_[stream].card.container->second->notation;
  };
  std::vector<Hash128>& hashes = item.streams[s].encoded.hashes;
  for (std::size_t other = 0; other < s; ++other) {
    const bool same = hashers_[other] && columns_of_[other] == columns_of_[s] &&
                      notation(other) == notation(s) && !item.streams[other].rows.empty();
    if (!same) continue;
    hashes = item.streams[other].encoded.hashes;
    return;
  }
  hashers_[s]->hash(scratch_[columns_of_[s]], hashes);
}

Status StreamEncoder::fill(Item& item, std::size_t s, Columns& out) {
  switch (streams_[s].kind) {
    case StreamKind::kData:
      fill_data(item, s, out);
      break;
    case StreamKind::kSidecar:
      own_rows_.fill_sidecar(item.batch, item.streams[s].rows, out);
      break;
    case StreamKind::kLedger:
      return own_rows_.fill_ledger(item, holding_, splits_, out);
    case StreamKind::kQuarantine:
      own_rows_.fill_quarantine(item.batch, item.streams[s].rows, out);
      break;
  }
  return ok();
}

void StreamEncoder::fill_data(const Item& item, std::size_t s, Columns& out) const {
  const OutputSpec& spec = recipe_.outputs[streams_[s].output];
  spec.layout->write(item.batch, item.streams[s].rows, spec.metadata, out);
  if (spelling_of(spec).time_fractions) formats::spell_times(streams_[s].card.schema, out);
}

}  // namespace bmo::pipeline
