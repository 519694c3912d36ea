// Block boundaries, commits, and the way back to the last sound block.
#include "bmo/pipeline/blocks.hpp"

#include <algorithm>

#include <oneapi/tbb/parallel_for.h>

#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

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

}  // namespace

StreamsWriter::StreamsWriter(io::Disk& disk, const std::string& directory,
                             const std::vector<StreamPlan>& plans) {
  for (const StreamPlan& plan : plans) {
    streams_.push_back(std::make_unique<Stream>(disk, directory, plan.card));
  }
}

Status StreamsWriter::over_streams(const std::function<Status(std::size_t)>& work) {
  std::vector<Status> done(streams_.size(), ok());
  oneapi::tbb::parallel_for(std::size_t{0}, streams_.size(),
                            [&](std::size_t s) { done[s] = work(s); });
  for (Status& status : done)
    BMO_TRY(std::move(status));
  return ok();
}

Status StreamsWriter::append(const Item& item, std::size_t first, std::size_t last) {
  return over_streams([&](std::size_t s) -> Status {
    const StreamRows& rows = item.streams[s];
    const auto position = [&rows](std::size_t row) {
      return static_cast<std::size_t>(std::lower_bound(rows.rows.begin(), rows.rows.end(), row) -
                                      rows.rows.begin());
    };
    const std::size_t begin = position(first);
    const std::size_t end = position(last);
    return begin < end ? streams_[s]->append(rows.encoded, begin, end) : ok();
  });
}

Result<json::Dom> StreamsWriter::checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) {
  json::Dom parts = json::Dom::array();
  parts.get_ref<json::Dom::array_t&>().resize(streams_.size());
  std::vector<std::vector<std::shared_ptr<io::File>>> files(streams_.size());
  BMO_TRY(over_streams([&](std::size_t s) -> Status {
    BMO_TRY_AS(parts[s], streams_[s]->checkpoint(files[s]));
    return ok();
  }));
  for (const auto& of_stream : files)
    to_sync.insert(to_sync.end(), of_stream.begin(), of_stream.end());
  return parts;
}

Status StreamsWriter::finish() {
  return over_streams([this](std::size_t s) { return streams_[s]->finish(); });
}

Status StreamsWriter::resume(const std::vector<json::Dom>& parts) {
  for (std::size_t s = 0; s < streams_.size(); ++s) {
    StreamState state;
    for (const json::Dom& part : parts)
      BMO_TRY(fold(part.at(s), state));
    BMO_TRY(streams_[s]->resume(std::move(state)));
  }
  return ok();
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

Status BlockSink::consume(Item& item) {
  std::size_t first = 0;
  const std::size_t rows = item.batch.size();
  for (std::size_t row = 0; row < rows; ++row) {
    ++block_records_;
    block_bytes_ += item.batch.records[row].raw.size();
    if (block_records_ < recipe_.block_records && block_bytes_ < recipe_.block_bytes) continue;
    BMO_TRY(take(item, first, row + 1));
    BMO_TRY(commit(false));
    first = row + 1;
  }
  return take(item, first, rows);
}

Status BlockSink::take(Item& item, std::size_t first, std::size_t last) {
  if (first == last) return ok();
  for (std::size_t row = first; row < last; ++row)
    state_.tally.input.add(item.raw_hashes[row]);
  state_.tally.add(item, first, last, file_names_[item.input]);
  BMO_TRY(check_max_bad(recipe_.max_bad, state_.tally, false));
  BMO_TRY(writer_.append(item, first, last));
  state_.mark = {
      .input = item.input, .at = item.chunk->mark(last), .records = item.first_record + last - 1};
  return ok();
}

Status BlockSink::commit(bool is_last) {
  std::vector<std::shared_ptr<io::File>> to_sync;
  BMO_TRY_AS(json::Dom part, writer_.checkpoint(to_sync));
  json::Dom record;
  record["block"] = state_.blocks;
  record["last"] = is_last;
  record["mark"] = mark_dom(state_.mark);
  record["tally"] = tally_dom(state_.tally);
  record["part"] = std::move(part);
  ++state_.blocks;
  block_records_ = 0;
  block_bytes_ = 0;
  return journal_.commit(std::move(record), std::move(to_sync));
}

Status BlockSink::finish() {
  BMO_TRY(check_max_bad(recipe_.max_bad, state_.tally, true));
  BMO_TRY(writer_.finish());
  BMO_TRY(commit(true));
  state_.complete = true;
  return journal_.drain();
}

Result<PassState> resume_pass(
    Journal& journal,
    const std::function<Status(const std::vector<json::Dom>& parts)>& resume_writer) {
  BMO_TRY_AS(std::vector<json::Dom> records, journal.load());
  std::vector<json::Dom> parts;
  for (json::Dom& record : records)
    parts.push_back(std::move(record["part"]));
  while (true) {
    Status resumed = resume_writer(parts);
    if (resumed) break;
    // What a damaged file held is made again from the input.
    const bool damaged = resumed.error().code == "E_DAMAGED" ||
                         resumed.error().kind == ErrorKind::kNotFound ||
                         resumed.error().kind == ErrorKind::kCannotCreate;
    if (!damaged || parts.empty()) return std::move(resumed).error();
    parts.pop_back();
  }
  BMO_TRY(journal.keep(parts.size()));
  if (parts.empty()) return PassState{};
  return state_of(records[parts.size() - 1], parts.size());
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
