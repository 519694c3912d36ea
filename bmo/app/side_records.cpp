// Goes through a file record by record and takes the fields that it knows.
#include "bmo/app/side_records.hpp"

#include <charconv>
#include <functional>

#include "bmo/formats/formats.hpp"
#include "bmo/json/json.hpp"

namespace bmo::app {
namespace {

/// A text as it is, a number as it is written; empty for all else.
std::string text_in(json::Value record, std::string_view name, Arena& arena) {
  const json::Value value = record.find(name);
  if (!value) return {};
  if (value.is_string()) return std::string(value.text(arena));
  return value.kind() == json::Kind::kNumber ? std::string(value.raw()) : std::string();
}

/// A number, or a text that is one: cells of CSV are texts.
double number_in(json::Value record, std::string_view name, Arena& arena) {
  const std::string text = text_in(record, name, arena);
  double out = kAbsent;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc() && read.ptr == end ? out : kAbsent;
}

Status each_record(io::Disk& disk, const std::string& path, std::uint64_t& skipped,
                   const std::function<void(json::Value, Arena&)>& take) {
  const io::Input input{.path = path, .member = {}};
  BMO_TRY_AS(const formats::ContainerEntry* container, formats::recognise(disk, input));
  BMO_TRY_AS(const auto reader, container->open(disk, input, {}, {}));
  json::Document document;
  json::Fault fault;
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, reader->next());
    if (!chunk) return ok();
    Batch batch;
    BMO_TRY(chunk->split(batch));
    batch.fates.resize(batch.records.size(), Fate::kExported);
    for (std::size_t row = 0; row < batch.records.size(); ++row) {
      const bool is_read = batch.fates[row] != Fate::kQuarantined &&
                           document.parse(batch.records[row].json, batch.arena, fault) &&
                           document.root().is_object();
      if (!is_read) {
        ++skipped;
        continue;
      }
      take(document.root(), batch.arena);
    }
  }
}

}  // namespace

Result<std::vector<metrics::Attempt>> read_attempts(io::Disk& disk, const std::string& path,
                                                    std::uint64_t& skipped) {
  std::vector<metrics::Attempt> out;
  BMO_TRY(each_record(disk, path, skipped, [&out](json::Value record, Arena& arena) {
    out.push_back({.run = text_in(record, "run", arena),
                   .model = text_in(record, "model", arena),
                   .prompt = text_in(record, "prompt", arena),
                   .outcome = text_in(record, "outcome", arena),
                   .batch = text_in(record, "batch", arena),
                   .started_at = text_in(record, "started_at", arena),
                   .duration_ms = number_in(record, "duration_ms", arena),
                   .prompt_tokens = number_in(record, "prompt_tokens", arena),
                   .completion_tokens = number_in(record, "completion_tokens", arena),
                   .cost = number_in(record, "cost", arena)});
  }));
  return out;
}

Result<std::vector<metrics::TimeEntry>> read_times(io::Disk& disk, const std::string& path,
                                                   std::uint64_t& skipped) {
  std::vector<metrics::TimeEntry> out;
  BMO_TRY(each_record(disk, path, skipped, [&](json::Value record, Arena& arena) {
    const double minutes = number_in(record, "minutes", arena);
    if (is_absent(minutes) || minutes < 0) {
      ++skipped;
      return;
    }
    out.push_back({.date = text_in(record, "date", arena),
                   .person = text_in(record, "person", arena),
                   .task = text_in(record, "task", arena),
                   .batch = text_in(record, "batch", arena),
                   .currency = text_in(record, "currency", arena),
                   .minutes = minutes,
                   .hourly_rate = number_in(record, "hourly_rate", arena)});
  }));
  return out;
}

}  // namespace bmo::app
