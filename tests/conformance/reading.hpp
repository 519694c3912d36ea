// Reads an input the way a run does, and keeps what was seen of each record.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/formats/formats.hpp"
#include "bmo/io/io.hpp"

namespace bmo::conformance {

/// A finding with the place that a person is told.
struct Seen {
  std::string code;
  Severity severity = Severity::kError;
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  std::uint64_t column = 0;
};

/// A record as the container gave it, and the pair that was read from it.
struct SeenRecord {
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  std::string raw;
  Fate fate = Fate::kExported;
  std::string pair;  ///< The content hash in hex; empty where there is no pair.
  std::string id;

  friend bool operator==(const SeenRecord&, const SeenRecord&) = default;
};

struct Reading {
  std::optional<Error> error;  ///< Rejects the input whole.
  std::vector<SeenRecord> records;
  std::vector<Seen> findings;
  std::vector<formats::Mark> marks;  ///< One before each record, and one at the end.
  std::vector<formats::Note> notes;

  std::size_t good() const;
  std::size_t bad() const { return records.size() - good(); }
  bool has(std::string_view code) const;
  /// Codes and counts, for messages of tests.
  std::string summary() const;
};

struct HowToRead {
  formats::ReadOptions options;
  std::string mapping;                                 ///< Text of a mapping file, or empty.
  const formats::ContainerEntry* container = nullptr;  ///< nullptr: recognised.
  formats::Mark from;
};

/// Opens, splits, reads pairs and runs all checks.
Reading read_input(io::Disk& disk, const io::Input& input, const HowToRead& how = {});

/// The same for bytes under a name in memory.
Reading read_text(std::string_view bytes, const std::string& name, const HowToRead& how = {});

/// Expands a path first (archives, folders); members are read one after the other.
Reading read_path(io::Disk& disk, const std::string& path);

}  // namespace bmo::conformance
