// Block boundaries, commits, and the way back to the last sound block.
#include "bmo/pipeline/blocks.hpp"

#include <algorithm>

#include <oneapi/tbb/parallel_for.h>

#include "bmo/base/text.hpp"
#include "bmo/dedup/rows.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kKeysAtOnce = 65536;

json::Dom mark_dom(const ScanMark& mark) {
  return {{"input", mark.input},
          {"byte", mark.at.byte},
          {"line", mark.at.line},
          {"record", mark.at.record},
          {"records", mark.records}};
}

ScanMark mark_of(const json::Dom& dom) {
  ScanMark mark;
  mark.input = dom.at("input");
  mark.at.byte = dom.at("byte");
  mark.at.line = dom.at("line");
  mark.at.record = dom.at("record");
  mark.records = dom.at("records");
  return mark;
}

PassState state_of(const json::Dom& record, std::uint64_t blocks) {
  return {.mark = mark_of(record.at("mark")),
          .tally = tally_of(record.at("tally")),
          .blocks = blocks,
          .complete = record.value("last", false)};
}

/// Hands the item's rows to one writer, with a checkpoint at each block's end.
Status write(BlockWriter& writer, Item& item) {
  std::size_t first = 0;
  for (BlockEnd& end : item.block_ends) {
    BMO_TRY(writer.append(item, first, end.row));
    BMO_TRY_AS(json::Dom part, writer.checkpoint(end.to_sync));
    end.record["part"].push_back(std::move(part));
    first = end.row;
  }
  return first < item.batch.size() ? writer.append(item, first, item.batch.size()) : ok();
}

/// Writers have nothing in common: each ends on a thread of its own.
Status finish_all(const std::vector<BlockWriter*>& writers, BlockEnd& end) {
  std::vector<Result<json::Dom>> parts(writers.size(), json::Dom());
  std::vector<std::vector<std::shared_ptr<io::File>>> files(writers.size());
  oneapi::tbb::parallel_for(std::size_t{0}, writers.size(), [&](std::size_t w) {
    const Status finished = writers[w]->finish();
    parts[w] = finished ? writers[w]->checkpoint(files[w]) : finished.error();
  });
  for (std::size_t w = 0; w < writers.size(); ++w) {
    BMO_TRY_AS(json::Dom part, std::move(parts[w]));
    end.record["part"].push_back(std::move(part));
    end.to_sync.insert(end.to_sync.end(), files[w].begin(), files[w].end());
  }
  return ok();
}

/// Brings each writer to where the last of `records` says.
Status resume_all(const std::vector<BlockWriter*>& writers, const std::vector<json::Dom>& records) {
  for (std::size_t w = 0; w < writers.size(); ++w) {
    std::vector<json::Dom> parts;
    for (const json::Dom& record : records)
      parts.push_back(record.at("part").at(w));
    BMO_TRY(writers[w]->resume(parts));
  }
  return ok();
}

}  // namespace

Status StreamWriter::append(const Item& item, std::size_t first, std::size_t last) {
  const StreamRows& rows = item.streams[index_];
  const auto position = [&rows](std::size_t row) {
    return static_cast<std::size_t>(std::lower_bound(rows.rows.begin(), rows.rows.end(), row) -
                                    rows.rows.begin());
  };
  const std::size_t begin = position(first);
  const std::size_t end = position(last);
  return begin < end ? stream_.append(rows.encoded, begin, end) : ok();
}

Status StreamWriter::resume(const std::vector<json::Dom>& parts) {
  StreamState state;
  for (const json::Dom& part : parts)
    BMO_TRY(fold(part, state));
  return stream_.resume(std::move(state));
}

Status KeysWriter::open() {
  if (!file_) {
    BMO_TRY_AS(file_, AppendFile::create(disk_, path_));
  }
  return ok();
}

Status KeysWriter::append(const Item& item, std::size_t first, std::size_t last) {
  BMO_TRY(open());
  for (std::size_t row = first; row < last; ++row) {
    if (item.batch.fates[row] != Fate::kExported) continue;
    const KeyedRecord record = keyed_record(item, row);
    BMO_TRY(file_->write({reinterpret_cast<const char*>(&record), sizeof(record)}));
  }
  return ok();
}

Status KeysWriter::append_stored(const std::string& path, std::uint64_t bytes,
                                 std::uint64_t before) {
  BMO_TRY(open());
  BMO_TRY_AS(const auto stored, disk_.open(path, io::Open::kRead));
  std::vector<KeyedRecord> keys;
  for (std::uint64_t at = 0; at < bytes;) {
    keys.resize(std::min<std::uint64_t>(kKeysAtOnce, (bytes - at) / sizeof(KeyedRecord)));
    const std::size_t part = keys.size() * sizeof(KeyedRecord);
    BMO_TRY(dedup::read_all(*stored, at, keys.data(), part));
    for (KeyedRecord& key : keys)
      key.record += before;
    BMO_TRY(file_->write({reinterpret_cast<const char*>(keys.data()), part}));
    at += part;
  }
  return ok();
}

Result<json::Dom> KeysWriter::checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) {
  BMO_TRY(open());
  BMO_TRY(file_->flush());
  to_sync.push_back(file_->file());
  const FileState state = file_->state();
  return json::Dom{{"bytes", state.bytes}, {"sha256", state.sha256}};
}

Status KeysWriter::resume(const std::vector<json::Dom>& parts) {
  if (parts.empty()) return ok();
  const json::Dom& last = parts.back();
  BMO_TRY_AS(file_, AppendFile::resume(disk_, path_,
                                       {.bytes = last.at("bytes"), .sha256 = last.at("sha256")}));
  return ok();
}

std::vector<Stage> BlockSink::stages() {
  std::vector<Stage> stages{[this](Item& item) { return count(item); }};
  for (BlockWriter* writer : writers_)
    stages.emplace_back([writer](Item& item) { return write(*writer, item); });
  stages.emplace_back([this](Item& item) { return commit(item); });
  return stages;
}

Status BlockSink::count(Item& item) {
  std::size_t first = 0;
  const std::size_t rows = item.batch.size();
  for (std::size_t row = 0; row < rows; ++row) {
    ++block_records_;
    block_bytes_ += item.batch.records[row].raw.size();
    if (block_records_ < recipe_.block_records && block_bytes_ < recipe_.block_bytes) continue;
    BMO_TRY(count_rows(item, first, row + 1));
    item.block_ends.push_back({.row = row + 1, .record = next_record(false), .to_sync = {}});
    first = row + 1;
  }
  return count_rows(item, first, rows);
}

Status BlockSink::count_rows(const Item& item, std::size_t first, std::size_t last) {
  if (first == last) return ok();
  for (std::size_t row = first; row < last; ++row)
    state_.tally.input.add(item.raw_hashes[row]);
  state_.tally.add(item, first, last, file_names_[item.input]);
  state_.mark = {
      .input = item.input, .at = item.chunk->mark(last), .records = item.first_record + last - 1};
  return check_max_bad(recipe_.max_bad, state_.tally, false);
}

json::Dom BlockSink::next_record(bool is_last) {
  json::Dom record;
  record["block"] = state_.blocks;
  record["last"] = is_last;
  record["mark"] = mark_dom(state_.mark);
  record["tally"] = tally_dom(state_.tally);
  record["part"] = json::Dom::array();
  ++state_.blocks;
  block_records_ = 0;
  block_bytes_ = 0;
  return record;
}

Status BlockSink::commit(Item& item) {
  for (BlockEnd& end : item.block_ends)
    BMO_TRY(journal_.commit(std::move(end.record), std::move(end.to_sync)));
  return ok();
}

Status BlockSink::finish() {
  BMO_TRY(check_max_bad(recipe_.max_bad, state_.tally, true));
  BlockEnd end{.row = 0, .record = next_record(true), .to_sync = {}};
  BMO_TRY(finish_all(writers_, end));
  BMO_TRY(journal_.commit(std::move(end.record), std::move(end.to_sync)));
  state_.complete = true;
  return journal_.drain();
}

Result<PassState> resume_pass(Journal& journal, const std::vector<BlockWriter*>& writers) {
  BMO_TRY_AS(std::vector<json::Dom> records, journal.load());
  while (true) {
    Status resumed = resume_all(writers, records);
    if (resumed) break;
    // What a damaged file held is made again from the input.
    const bool damaged = resumed.error().code == "E_DAMAGED" ||
                         resumed.error().kind == ErrorKind::kNotFound ||
                         resumed.error().kind == ErrorKind::kCannotCreate;
    if (!damaged || records.empty()) return std::move(resumed).error();
    records.pop_back();
  }
  BMO_TRY(journal.keep(records.size()));
  if (records.empty()) return PassState{};
  return state_of(records.back(), records.size());
}

Status check_max_bad(const MaxBad& max_bad, const Tally& tally, bool at_end) {
  const std::uint64_t bad = tally.count(Fate::kQuarantined);
  const bool over_count = max_bad.count && bad > *max_bad.count;
  const bool over_share =
      max_bad.share && at_end &&
      static_cast<double>(bad) > *max_bad.share * static_cast<double>(tally.records());
  if (!over_count && !over_share) return ok();
  std::string places;
  for (const FindingExample& example : tally.examples) {
    if (example.severity != "error" || places.size() > 400) continue;
    places += (places.empty() ? "" : ", ") + example.code + " at " + example.file + ":" +
              std::to_string(example.line);
  }
  return Error{.kind = ErrorKind::kBadData,
               .code = "E_MAX_BAD",
               .message = format_count(bad) + " of " + format_count(tally.records()) +
                          " records are bad: more than --max-bad allows",
               .why = "first places: " + places,
               .hint = "mend them (bmo check shows each), or raise --max-bad"};
}

}  // namespace bmo::pipeline
