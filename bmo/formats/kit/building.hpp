// The pair that is being built from one record, as the parts of the reader share it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/formats/kit/extra_text.hpp"
#include "bmo/formats/kit/nested_json.hpp"
#include "bmo/formats/layouts.hpp"
#include "bmo/formats/mapping.hpp"

namespace bmo::formats::kit {

/// What has become of a top-level field so far.
enum class Use : std::uint8_t {
  kOpen,    ///< Nobody named it: it goes to metadata or extra.
  kTaken,   ///< It is in the pair, whole.
  kPartly,  ///< A mapping named something inside it: what remains goes to extra.
};

/// One per batch; `start` begins the next record and keeps the memory.
struct Building {
  Building(Batch& filled, const Mapping* rules) : batch(filled), mapping(rules) {}

  Batch& batch;
  const Mapping* mapping;

  std::uint32_t row = 0;
  bool from_cells = false;  ///< The record comes from text cells (CSV): all its values are text.
  std::uint32_t num_faults = 0;
  json::Value record;
  std::vector<json::Field> fields;
  std::vector<Use> uses;
  std::vector<const char*> named;  ///< Where the values begin that a mapping took from inside.

  std::vector<Message> messages;
  std::vector<Message> rejected;
  Label label = Label::kNone;
  std::string_view tools;
  std::string_view id;
  std::uint32_t input_at = 0;

  Metadata metadata;
  bool has_metadata = false;  ///< Something was put into `metadata`.
  std::vector<Score> scores;
  std::vector<std::string_view> items;
  ExtraText extra;

  NestedJson nested;
  std::string scratch;

  RecordMend mend_role = nullptr;
  std::vector<MendedRecord> mended;  ///< Roles of this record.

  Arena& arena() { return batch.arena; }
  std::vector<Message>& into(Into where) { return where == Into::kRejected ? rejected : messages; }
};

void start(Building& building, std::size_t row, json::Value record);

/// Index of the field of that name, or npos.
inline constexpr std::size_t kNoField = ~std::size_t{0};
std::size_t field_index(const Building& building, std::string_view name);

/// Quarantines the record; the first eight faults of a record are kept.
void add_fault(Building& building, std::string_view code, json::Value at, std::string field,
               std::string detail);
/// E_FIELD_TYPE: "expected a string, found object".
void add_type_fault(Building& building, json::Value at, std::string field,
                    std::string_view expected);

/// "expected text, found number 7": the value's kind and the beginning of its text.
std::string describe(json::Value value);

}  // namespace bmo::formats::kit
