// Writes rows of text to a file, plain or in compressed frames.
#pragma once
#include <memory>
#include <string>

#include "bmo/formats/containers.hpp"

namespace bmo::formats {

/// What stands around the rows of a text file.
struct TextShape {
  std::string before;         ///< Before the first row.
  std::size_t separator = 0;  ///< Bytes at each row's start that the first row of a file drops.
  std::string after;          ///< Behind the last row.
  std::string without_rows;   ///< The whole file where there is no row.
};

std::unique_ptr<ShardWriter> make_text_shard(table::Output& out, TextShape shape,
                                             const WriteOptions& options, const ShardState& state);

}  // namespace bmo::formats
