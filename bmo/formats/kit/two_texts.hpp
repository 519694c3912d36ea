// Writes one question and its answer as two texts, for the layouts that are no more than that.
#pragma once

#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/shape.hpp"

namespace bmo::formats::kit {

/// The writing half of a layout. `Layout` names the fields: `kQuestion`, `kAnswer`.
template <typename Layout>
struct TwoTexts {
  static Unholdable unholdable(const Pair& pair) { return unholdable_but_one_exchange(pair); }

  static Schema own() { return {text_field(Layout::kQuestion), text_field(Layout::kAnswer)}; }
  static void fill(const Pair& pair, Column* columns, Arena& /*made*/) {
    columns[0].text.push_back(pair.messages.front().content);
    columns[1].text.push_back(pair.messages.back().content);
  }

  static Schema schema(MetadataMode mode) { return rows_of(own(), mode); }
  static void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                    Columns& out) {
    write_rows({own, fill, {}}, batch, rows, mode, out);
  }
};

}  // namespace bmo::formats::kit
