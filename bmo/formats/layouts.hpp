// Layouts: the shape of a record (messages, ShareGPT, Alpaca, prompt-completion, ...).
//
// A layout is one file in formats/layouts/ that meets the concept below: it recognises a record by
// its fields, reads it into a pair, and fills output columns from pairs.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/json/json.hpp"
#include "bmo/model/batch.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::formats {

class Mapping;  // formats/mapping.hpp

/// Which messages of the pair a turn belongs to.
enum class Into : std::uint8_t { kConversation, kRejected };

/// Puts the mended text into `out` (empty before) and returns true, or returns false.
using RecordMend = bool (*)(std::string_view text, std::string& out);

/// How records are mended that would be refused as they are; nullptr: not at all.
struct RecordMenders {
  RecordMend role = nullptr;   ///< The name of a role that is not known.
  RecordMend bytes = nullptr;  ///< A record that is not UTF-8.
};

/// What was mended of a record so that it could be read. Texts borrow from the batch.
struct MendedRecord {
  std::uint32_t row = 0;
  bool is_role = false;     ///< Else it was its bytes.
  std::string field;        ///< "messages[0].role"; "record" for bytes.
  std::string_view before;  ///< Bytes that are no UTF-8 stand as \xNN.
  std::string_view after;
};

/// Builds the pair of one record. Layouts call it; it keeps what they do not take: every top-level
/// field that no call has named goes to metadata (canonical names and their aliases) or, byte-
/// exact, to `extra`. A fault quarantines the record; the first faults of a record are all kept.
class PairBuilder {
 public:
  PairBuilder(Batch& batch, const Mapping* mapping, RecordMend mend_role = nullptr);
  ~PairBuilder();
  PairBuilder(const PairBuilder&) = delete;
  PairBuilder& operator=(const PairBuilder&) = delete;

  /// Starts the record at `row` of the batch.
  void begin(std::size_t row, json::Value record);

  /// The field of that name (the first of several), marked as taken; empty where absent. Messages
  /// that a CSV cell holds as JSON text come out as the list that they are.
  json::Value take(std::string_view name);
  /// As take, but text that holds a JSON list or object (a CSV cell) comes out as that.
  json::Value take_json(std::string_view name);
  /// Takes the first of `names` that is there and not null, else the first that is null.
  json::Value take_any(std::initializer_list<std::string_view> names, std::string_view* found);
  /// Looks without taking; an empty Value for null and for "" too.
  json::Value look(std::string_view name) const;

  /// The roles that were mended of the record.
  std::span<const MendedRecord> mended() const;

  void add(const Message& message, Into into = Into::kConversation);

  /// The text of a string value. Null: E_NULL_FIELD; absent: E_MISSING_FIELD; another type:
  /// E_FIELD_TYPE; in each case false. A list of {"type":"text","text"|"value"} parts is joined.
  /// Blank text is not judged here (a check does).
  bool text_of(json::Value value, std::string_view field, std::string_view& out);
  /// As text_of, but absent and null are empty text and no fault.
  bool optional_text_of(json::Value value, std::string_view field, std::string_view& out);
  /// Adds what a record has in the place of a turn: text (a turn of `role`), one message object, or
  /// a list of them.
  bool turns_of(json::Value value, std::string_view field, Role role, Into into);
  /// Adds the messages of a list.
  bool conversation_of(json::Value list, std::string_view field, Into into);
  /// Adds the field `system` as first message, where it has text and no system message stands
  /// there; call before the conversation is read.
  void system_before(json::Value list);
  /// Adds the turns of instruction + "\n" + input, with `system` and `history` before it.
  bool instruction_of(json::Value instruction, std::string_view field);
  /// Is this a list of messages that begins with a system or user turn?
  bool is_whole_conversation(json::Value list) const;
  /// Brings the rejected answer to its one form (kit/preference.hpp); the first `prompt` messages
  /// stand before both answers.
  void settle_rejected(std::size_t prompt);
  std::size_t num_messages() const;

  /// Gives what stands inside a taken field where a top-level field would have gone: `tools`, say,
  /// to the pair, and what has no name of its own to extra, under `before` + `name`.
  void keep(std::string_view before, std::string_view name, json::Value value);

  void fault(std::string_view code, json::Value at, std::string field, std::string detail);

  /// Does the mapping say where the conversation is, so that no layout is asked?
  bool is_mapped() const;
  /// Reads the conversation as the mapping says.
  void read_mapped();

  /// Takes metadata and extra, makes the id, and stores the pair; false where it was faulted.
  bool finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

enum class MetadataMode : std::uint8_t {
  kInline,   ///< `id` first and one `metadata` object last in each row.
  kSidecar,  ///< Strict rows: the layout's own fields alone.
};

struct LayoutCard {
  std::string_view id;  ///< Also the file's name, '_' for '-': "prompt-completion".
  std::string_view title;
  std::string_view summary;
  int order = 0;             ///< Records are tried against layouts in this order, lowest first.
  std::string_view example;  ///< A record of this layout; read by the conformance test.
  std::string_view
      fields;  ///< The fields it is recognised by, for messages: "instruction + output".
};

/// What a consumer wants spelled otherwise than layouts do; the columns stay the same.
struct Spelling {
  bool whole_weights = false;  ///< Weights 1 and 0, for 1.0 and 0.0.
  /// Arguments of tool calls as JSON objects, for JSON text. Those that are no object (`{`...)
  /// cannot be written so.
  bool argument_objects = false;
  bool no_empty_tools = false;  ///< Rows without tools have no field `tools`.
  bool time_fractions = false;  ///< Times in metadata as `spell_times` spells them.

  friend bool operator==(const Spelling&, const Spelling&) = default;
};

/// The schema of a layout in that spelling.
Schema spelled(Schema schema, Spelling spelling);

/// Spells the times in the metadata of rows with a fraction of a second: 09:40:00.000Z for
/// 09:40:00Z. Arrow, and with it the datasets library, guesses the types of JSON lines, and would
/// read a column of whole seconds as times and write it otherwise, whatever a data card declares.
void spell_times(const Schema& schema, Columns& rows);

/// The fields that JSON rows of pairs may leave out, each a bit: a set of them says which a data
/// set holds at all.
enum OptionalField : std::uint8_t {
  kNameField = 1,
  kToolCallsField = 2,
  kToolCallIdField = 4,
  kWeightField = 8,
  kToolsField = 16,
};

/// Which of them a pair has.
std::uint8_t optional_fields_of(const Pair& pair);
/// The schema without the optional fields that are not among `present`.
Schema with_fields(Schema schema, std::uint8_t present);

/// Why a pair cannot be written in a layout; nullptr: it can. Static text ("tool calls").
using Unholdable = const char*;

template <typename L>
concept Layout =
    requires(json::Value record, PairBuilder& builder, const Pair& pair, MetadataMode mode,
             const Batch& batch, std::span<const std::uint32_t> rows, Columns& out) {
      { L::card } -> std::convertible_to<const LayoutCard&>;
      { L::matches(record) } -> std::same_as<bool>;
      { L::read(record, builder) } -> std::same_as<void>;
      { L::unholdable(pair) } -> std::same_as<Unholdable>;
      { L::schema(mode) } -> std::same_as<Schema>;
      { L::write(batch, rows, mode, out) } -> std::same_as<void>;  // replaces `out`
    };

/// A layout that is made at run time, from a mapping file: what it writes depends on more than its
/// type. Used by any number of threads.
class MadeLayout {
 public:
  virtual ~MadeLayout() = default;
  virtual Unholdable unholdable(const Pair& pair) const = 0;
  virtual Schema schema() const = 0;
  virtual void write(const Batch& batch, std::span<const std::uint32_t> rows,
                     Columns& out) const = 0;
};

struct LayoutEntry {
  const LayoutCard* card;
  bool (*matches)(json::Value record);
  void (*read)(json::Value record, PairBuilder& builder);
  Unholdable (*static_unholdable)(const Pair& pair);
  Schema (*static_schema)(MetadataMode mode);
  void (*static_write)(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
                       Columns& out);
  const MadeLayout* made = nullptr;  ///< Stands for the three above where it is there.

  Unholdable unholdable(const Pair& pair) const {
    return made != nullptr ? made->unholdable(pair) : static_unholdable(pair);
  }
  Schema schema(MetadataMode mode) const {
    return made != nullptr ? made->schema() : static_schema(mode);
  }
  void write(const Batch& batch, std::span<const std::uint32_t> rows, MetadataMode mode,
             Columns& out) const {
    return made != nullptr ? made->write(batch, rows, out) : static_write(batch, rows, mode, out);
  }
};

template <Layout L>
const LayoutEntry& layout_entry() {
  static constexpr LayoutEntry kEntry{&L::card,   &L::matches, &L::read, &L::unholdable,
                                      &L::schema, &L::write,   nullptr};
  return kEntry;
}

namespace layouts {
/// Every layout, by file name. The build writes this table.
std::span<const LayoutEntry* const> all();
}  // namespace layouts

/// Reads every record of a batch into its pair: parses, recognises the layout per record (or
/// follows the mapping), builds the pair, and puts faults into `batch.findings` with fate
/// kQuarantined. One per thread; reuses its memory.
class RecordReader {
 public:
  explicit RecordReader(const Mapping* mapping);
  RecordReader(const Mapping* mapping, RecordMenders menders);
  ~RecordReader();
  void read(Batch& batch);
  /// Of the last batch, by row.
  const std::vector<MendedRecord>& mended() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// ---- What layouts share when they write (formats/kit/) -----------------------------------------

/// Which columns a layout holds itself, so that its `metadata` leaves them out.
struct Holds {
  bool rejected = false;
  bool label = false;
  bool tools = false;
  bool input = false;  ///< Alpaca's cut, `input_at`.
};

/// The `metadata` field: a struct with the columns of model/fields.hpp (preceded by `rejected`,
/// `label`, `tools`, `input_at` where the layout does not hold them itself).
Field metadata_field(Holds holds = {});
void append_metadata(const Pair& pair, Holds holds, Column& out, Arena& made);
/// The `messages` field: list<struct{role, content, name?, tool_calls?, tool_call_id?, weight?}>.
Field messages_field(std::string name);
/// `made` keeps the texts that the messages do not hold themselves.
void append_messages(std::span<const Message> messages, Column& out, Arena& made);

/// Every canonical column by itself, for filters, the sidecar and the workspace: id, messages,
/// rejected, label, tools, then metadata, `instruction`, `response`, `num_turns`, `record`, `file`.
Schema canonical_schema();
void write_canonical(const Batch& batch, std::span<const std::uint32_t> rows,
                     std::span<const std::string> files, Columns& out);

}  // namespace bmo::formats
