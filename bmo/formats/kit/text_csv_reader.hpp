// Reads CSV records and hands each on as a JSON object of its cells.
#pragma once
#include <memory>
#include <string_view>

#include "bmo/formats/containers.hpp"

namespace bmo::formats {

/// How sure it is (0..100) that `head`, text that is no JSON, is CSV.
int guess_csv(std::string_view head);

/// Reads the header, then stands at `from` (or behind the header).
Result<std::unique_ptr<Reader>> open_csv(io::Disk& disk, const io::Input& input,
                                         const ReadOptions& options, const Mark& from);

}  // namespace bmo::formats
