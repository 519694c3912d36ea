// The steps of a run's first pass, without its threads.
#include "tests/conformance/reading.hpp"

#include <algorithm>
#include <map>

#include "bmo/checks/checks.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::conformance {
namespace {

using formats::Mark;

class Pass {
 public:
  explicit Pass(const HowToRead& how) : how_(how) {}

  Status run(io::Disk& disk, const io::Input& input, Reading& out) {
    std::optional<formats::Mapping> mapping;
    if (!how_.mapping.empty()) {
      BMO_TRY_AS(mapping, formats::parse_mapping(how_.mapping, "mapping.toml"));
    }
    const formats::ContainerEntry* container = how_.container;
    if (container == nullptr) {
      BMO_TRY_AS(container, formats::recognise(disk, input));
    }
    BMO_TRY_AS(auto reader, container->open(disk, input, how_.options, how_.from));
    formats::RecordReader records(mapping ? &*mapping : nullptr);
    last_mark_ = how_.from;
    while (true) {
      BMO_TRY_AS(auto chunk, reader->next());
      if (chunk == nullptr) break;
      BMO_TRY(take(*chunk, records, out));
    }
    out.marks.push_back(last_mark_);
    out.notes = reader->notes();
    return ok();
  }

 private:
  Status take(formats::Chunk& chunk, formats::RecordReader& records, Reading& out) {
    const std::size_t expected = chunk.records();
    for (std::size_t i = 0; i < expected; ++i)
      out.marks.push_back(chunk.mark(i));
    last_mark_ = chunk.mark(expected);
    Batch batch;
    BMO_TRY(chunk.split(batch));
    if (batch.records.size() != expected) {
      return Error{.code = "E_BUG", .message = "a chunk made another number of records"};
    }
    records.read(batch);
    checks::run(checks::all(), batch, scratch_);
    keep(batch, out);
    return ok();
  }

  static void keep(const Batch& batch, Reading& out) {
    for (std::size_t row = 0; row < batch.size(); ++row) {
      const Record& record = batch.records[row];
      SeenRecord seen{.line = record.line, .byte = record.byte, .raw = std::string(record.raw)};
      seen.fate = batch.fates[row];
      if (seen.fate != Fate::kQuarantined) {
        seen.pair = to_hex(batch.pairs[row].content);
        seen.id = batch.pairs[row].id;
      }
      out.records.push_back(std::move(seen));
    }
    for (const Finding& finding : batch.findings) {
      const Record& record = batch.records[finding.row];
      out.findings.push_back({.code = std::string(finding.code),
                              .severity = finding.severity,
                              .line = record.line,
                              .byte = record.byte,
                              .column = finding.column});
    }
  }

  const HowToRead& how_;
  facts::Facts scratch_;
  Mark last_mark_;
};

}  // namespace

std::size_t Reading::good() const {
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(),
                    [](const SeenRecord& record) { return record.fate == Fate::kExported; }));
}

bool Reading::has(std::string_view code) const {
  return std::any_of(findings.begin(), findings.end(),
                     [code](const Seen& seen) { return seen.code == code; });
}

std::string Reading::summary() const {
  std::map<std::string, int> counts;
  for (const Seen& seen : findings)
    ++counts[seen.code];
  std::string out = std::to_string(good()) + " good, " + std::to_string(bad()) + " bad";
  for (const auto& [code, count] : counts)
    out += "; " + code + " x " + std::to_string(count);
  if (error) out += "; rejected: " + error->code + " " + error->message;
  return out;
}

Reading read_input(io::Disk& disk, const io::Input& input, const HowToRead& how) {
  Reading out;
  Status status = Pass(how).run(disk, input, out);
  if (!status) out.error = std::move(status).error();
  return out;
}

Reading read_text(std::string_view bytes, const std::string& name, const HowToRead& how) {
  io::MemoryDisk disk;
  disk.put(name, bytes);
  return read_input(disk, {.path = name, .member = {}}, how);
}

Reading read_path(io::Disk& disk, const std::string& path) {
  Reading out;
  auto inputs = io::expand(disk, {path});
  if (!inputs) {
    out.error = std::move(inputs).error();
    return out;
  }
  for (const io::Input& input : *inputs) {
    Reading one = read_input(disk, input);
    std::move(one.records.begin(), one.records.end(), std::back_inserter(out.records));
    std::move(one.findings.begin(), one.findings.end(), std::back_inserter(out.findings));
    std::move(one.notes.begin(), one.notes.end(), std::back_inserter(out.notes));
    if (one.error) {
      out.error = std::move(one.error);
      return out;
    }
  }
  return out;
}

}  // namespace bmo::conformance
