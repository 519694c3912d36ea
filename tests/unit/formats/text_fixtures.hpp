// What the tests of text containers share: reading a text to its end, and from each of its marks.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "bmo/base/text.hpp"
#include "bmo/formats/containers.hpp"
#include "bmo/io/disk_memory.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats::test {

inline const ContainerEntry& container(std::string_view id) {
  for (const ContainerEntry* entry : containers::all()) {
    if (entry->card->id == id) return *entry;
  }
  ADD_FAILURE() << "no container " << id;
  std::abort();
}

/// A record as it was read, with its own copy of everything.
struct Got {
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  std::string raw;
  std::string json;
  std::string code;
  std::uint64_t column = 0;
  std::string detail;
  friend bool operator==(const Got&, const Got&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const Got& got) {
  return out << got.line << ':' << got.column << " @" << got.byte << ' ' << got.code << ' '
             << got.raw.substr(0, 100) << ' ' << got.detail;
}

struct Read {
  std::vector<Got> records;
  std::vector<Mark> marks;  ///< One for each record, and the last one.
  std::vector<Note> notes;
  std::size_t chunks = 0;
  Error error;  ///< Its code is empty where there is none.

  std::string note(std::string_view code) const {
    for (const Note& found : notes) {
      if (found.code == code) return found.text;
    }
    return {};
  }
};

inline void take_chunk(Chunk& chunk, Read& out) {
  Batch batch;
  const std::size_t first = out.records.size();
  ASSERT_TRUE(chunk.split(batch));
  ASSERT_EQ(batch.size(), chunk.records());
  ASSERT_EQ(batch.fates.size(), batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Record& record = batch.records[i];
    out.records.push_back(
        {record.line, record.byte, std::string(record.raw), std::string(record.json), {}, 0, {}});
    out.marks.push_back(chunk.mark(i));
    // A refused record has nothing to read, but where its bytes may be mended first.
    const bool is_to_read = !record.json.empty();
    if (batch.fates[i] == Fate::kQuarantined) {
      EXPECT_TRUE(!is_to_read || find_invalid_utf8(record.json) != std::string_view::npos);
    } else {
      EXPECT_TRUE(is_to_read);
    }
  }
  for (const Finding& finding : batch.findings) {
    Got& got = out.records[first + finding.row];
    got.code = finding.code;
    got.column = finding.column;
    got.detail = finding.detail;
  }
}

inline Read read_disk(io::Disk& disk, const ContainerEntry& entry, const io::Input& input,
                      const ReadOptions& options = {}, const Mark& from = {}) {
  Read out;
  auto reader = entry.open(disk, input, options, from);
  if (!reader) {
    out.error = reader.error();
    return out;
  }
  Mark last = from;
  for (;;) {
    auto chunk = (*reader)->next();
    if (!chunk) {
      out.error = chunk.error();
      break;
    }
    if (*chunk == nullptr) break;
    ++out.chunks;
    take_chunk(**chunk, out);
    last = (*chunk)->mark((*chunk)->records());
  }
  out.marks.push_back(last);
  out.notes = (*reader)->notes();
  return out;
}

inline Read read_text(std::string_view id, std::string_view text, const ReadOptions& options = {},
                      const Mark& from = {}) {
  io::MemoryDisk disk;
  disk.put("in", text);
  return read_disk(disk, container(id), {"in", {}}, options, from);
}

/// Reading on from any mark gives the rest of what an unbroken reading gives.
inline void expect_resumable(std::string_view id, std::string_view text,
                             const ReadOptions& options = {}) {
  const Read whole = read_text(id, text, options);
  ASSERT_EQ(whole.error.code, "");
  ASSERT_EQ(whole.marks.size(), whole.records.size() + 1);
  for (std::size_t i = 0; i < whole.marks.size(); ++i) {
    EXPECT_EQ(whole.marks[i].record, i);
    const Read rest = read_text(id, text, options, whole.marks[i]);
    EXPECT_EQ(rest.error.code, i == 0 ? whole.error.code : "") << "from record " << i;
    const std::vector<Got> expected(whole.records.begin() + static_cast<std::ptrdiff_t>(i),
                                    whole.records.end());
    EXPECT_EQ(rest.records, expected) << "from record " << i;
  }
}

/// The cut into chunks changes nothing about the records.
inline void expect_same_in_any_chunks(std::string_view id, std::string_view text) {
  const Read whole = read_text(id, text);
  for (const std::size_t bytes : {1U, 2U, 3U, 7U, 16U, 33U, 64U, 1000U}) {
    const Read cut = read_text(id, text, {.chunk_bytes = bytes});
    EXPECT_EQ(cut.error.code, whole.error.code) << bytes;
    EXPECT_EQ(cut.records, whole.records) << bytes << " bytes a chunk";
  }
  for (const std::size_t records : {1U, 2U, 3U}) {
    const Read cut = read_text(id, text, {.batch_records = records});
    EXPECT_EQ(cut.records, whole.records) << records << " records a chunk";
    EXPECT_GE(cut.chunks * records, whole.records.size());
  }
}

/// The verdict of a file: rows that can be read, and the fault of the first that cannot.
struct Verdict {
  std::string code;  ///< Of the input or of the first bad record.
  std::size_t good = 0;
  std::size_t bad = 0;
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  std::uint64_t column = 0;
  bool rejected = false;
};

inline Verdict judge(io::Disk& disk, const io::Input& input) {
  Verdict out;
  const auto reject = [&out](const Error& error) {
    out = {error.code,
           0,
           0,
           error.place.line.value_or(0),
           error.place.byte.value_or(0),
           error.place.column.value_or(0),
           true};
    return out;
  };
  const auto entry = recognise(disk, input);
  if (!entry) return reject(entry.error());
  const Read read = read_disk(disk, **entry, input);
  if (!read.error.code.empty()) return reject(read.error);
  json::Document document;
  for (const Got& got : read.records) {
    Arena arena;
    json::Fault fault{got.code, got.column == 0 ? 0 : got.column - 1, {}, {}};
    if (got.code.empty() && document.parse(got.json, arena, fault)) {
      ++out.good;
      continue;
    }
    if (out.bad++ == 0) {
      out.code = fault.code;
      out.line = got.line;
      out.byte = got.byte;
      out.column = fault.offset + 1;
    }
  }
  return out;
}

}  // namespace bmo::formats::test
