// What a Parquet file says of itself: its tree of columns, its row groups, its pages.
//
// Read from the compact protocol of Thrift by ourselves, because the proof must not ask Arrow,
// which wrote it. Formats: parquet.apache.org/docs/file-format (parquet.thrift), Thrift's
// thrift-compact-protocol.md.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace bmo::table {

enum class ParquetRepetition : std::uint8_t { kRequired = 0, kOptional = 1, kRepeated = 2 };

/// Numbers of parquet.thrift's Type; kGroup has children in place of values.
enum class ParquetType : std::int8_t {
  kGroup = -1,
  kBoolean = 0,
  kInt64 = 2,
  kDouble = 5,
  kBytes = 6
};

/// A node of the tree of columns, in depth-first order; the first is the root.
struct ParquetNode {
  std::string_view name;
  ParquetType type = ParquetType::kGroup;
  ParquetRepetition repetition = ParquetRepetition::kRequired;
  bool is_text = false;  ///< Bytes that are said to be UTF-8.
  std::uint32_t children = 0;
};

/// A column's pages in one row group.
struct ParquetChunk {
  std::uint64_t begin = 0;  ///< In the file.
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
  std::int64_t codec = 0;  ///< Number of parquet.thrift's CompressionCodec.
  ParquetType type = ParquetType::kGroup;
};

struct ParquetRowGroup {
  std::uint64_t rows = 0;
  std::vector<ParquetChunk> chunks;  ///< One for each leaf, in their order.
};

/// Borrows names from the text it was read from.
struct ParquetFooter {
  std::vector<ParquetNode> nodes;
  std::uint64_t rows = 0;
  std::vector<ParquetRowGroup> groups;
};

/// False where `text` is no FileMetaData.
bool read_parquet_footer(std::string_view text, ParquetFooter& out);

struct ParquetPage {
  enum class Kind : std::uint8_t { kData = 0, kDictionary = 2, kOther = 255 };
  Kind kind = Kind::kOther;
  std::uint64_t expanded = 0;
  std::uint64_t packed = 0;
  std::uint64_t entries = 0;
  std::int64_t encoding = 0;         ///< Numbers of parquet.thrift's Encoding.
  std::int64_t level_encoding = -1;  ///< Of both kinds of levels; -1 where they differ.
};

/// Takes the PageHeader that `text` begins with off it; false where there is none.
bool take_parquet_page(std::string_view& text, ParquetPage& out);

}  // namespace bmo::table
