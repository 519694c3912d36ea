// Reads and writes JSON text; the only folder that knows the JSON library.
//
// A record is parsed once into a tape of nodes that keep each value's own text, so that numbers,
// unknown fields and tool arguments can leave exactly as they came in.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/base/result.hpp"

namespace bmo::json {

enum class Kind : std::uint8_t { kNull, kTrue, kFalse, kNumber, kString, kArray, kObject };

/// "null", "boolean", "number", "string", "array", "object".
std::string_view kind_name(Kind kind);

struct Limits {
  std::uint32_t depth = 1024;
  std::uint32_t keys = 4096;  ///< Keys of one object.
  std::uint32_t key_bytes = 4096;
};

/// One value (or one key, which is a kString) of a parsed record.
struct Node {
  std::string_view raw;   ///< The value's own text, quotes and brackets included.
  std::uint32_t end = 0;  ///< Index of the node after this value and all inside it.
  Kind kind = Kind::kNull;
  bool escaped = false;  ///< A string that holds at least one backslash.
};

/// A value in a parsed record: a cheap handle, valid until the document's next parse.
class Value {
 public:
  Value() = default;
  Value(const Node* tape, std::uint32_t at) : tape_(tape), at_(at) {}

  explicit operator bool() const { return tape_ != nullptr; }
  Kind kind() const { return node().kind; }
  std::string_view raw() const { return node().raw; }
  bool is_string() const { return kind() == Kind::kString; }
  bool is_object() const { return kind() == Kind::kObject; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_null() const { return kind() == Kind::kNull; }

  /// The text of a string: a view into the record where nothing is escaped, else unescaped into
  /// `arena`. Precondition: is_string().
  std::string_view text(Arena& arena) const;
  /// The number as a double; NaN where it does not fit in one. Precondition: kind() == kNumber.
  double real() const;
  /// Does the double `real()` stand for exactly this number (not so for 2^53 + 1, or 1e400)?
  bool is_exact_real() const;

  /// The value of the first such key, or an empty Value. Precondition: is_object().
  Value find(std::string_view key) const;
  std::size_t size() const;  ///< Elements or keys.

  /// Walks the elements of an array: `for (Value v : array.elements())`.
  class Elements;
  Elements elements() const;
  /// Walks the fields of an object: `for (auto [key, value] : object.fields())`; `key` is a
  /// kString Value whose `key_text()` is unescaped already.
  class Fields;
  Fields fields() const;

 private:
  const Node& node() const { return tape_[at_]; }
  const Node* tape_ = nullptr;
  std::uint32_t at_ = 0;
};

struct Field {
  std::string_view key;  ///< Unescaped.
  Value value;
};

class Value::Elements {
 public:
  struct Iterator {
    const Node* tape;
    std::uint32_t at;
    Value operator*() const { return {tape, at}; }
    Iterator& operator++() {
      at = tape[at].end;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Elements(const Node* tape, std::uint32_t at) : tape_(tape), at_(at) {}
  Iterator begin() const { return {tape_, at_ + 1}; }
  Iterator end() const { return {tape_, tape_[at_].end}; }

 private:
  const Node* tape_;
  std::uint32_t at_;
};

/// A key's node holds the unescaped key text in `raw` (without quotes); its value follows it.
class Value::Fields {
 public:
  struct Iterator {
    const Node* tape;
    std::uint32_t at;
    Field operator*() const { return {tape[at].raw, Value(tape, at + 1)}; }
    Iterator& operator++() {
      at = tape[at + 1].end;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Fields(const Node* tape, std::uint32_t at) : tape_(tape), at_(at) {}
  Iterator begin() const { return {tape_, at_ + 1}; }
  Iterator end() const { return {tape_, tape_[at_].end}; }

 private:
  const Node* tape_;
  std::uint32_t at_;
};

inline Value::Elements Value::elements() const {
  return {tape_, at_};
}
inline Value::Fields Value::fields() const {
  return {tape_, at_};
}

/// What is wrong with a text that is no JSON value, and where.
struct Fault {
  std::string_view code;   ///< E_JSON_SYNTAX, E_JSON_TRUNCATED, E_JSON_TRAILING, E_UTF8, E_DUP_KEY,
                           ///< E_DEPTH, E_TOO_MANY_KEYS, E_KEY_TOO_LONG; static storage.
  std::size_t offset = 0;  ///< Byte within the text, from 0.
  std::string field;       ///< For E_DUP_KEY: the key.
  std::string detail;      ///< The observation, content escaped and at most 80 bytes of it.
};

/// Parses one record at a time; keep one per thread and reuse it.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Parses exactly one value. The whole text is validated: grammar of every value, UTF-8, and
  /// unique keys in every object. On success `root()` is valid until the next call, and its views
  /// borrow from `text` (and `arena`, for keys with escapes). `text` need not be padded.
  /// Returns false and fills `fault` otherwise.
  bool parse(std::string_view text, Arena& arena, Fault& fault, const Limits& limits = {});
  Value root() const { return {tape_.data(), 0}; }

 private:
  struct Engine;
  std::vector<Node> tape_;
  std::unique_ptr<Engine> engine_;
};

/// Appends `text` as a JSON string with its quotes. Control characters, quote and backslash are
/// escaped, and so are U+2028, U+2029 and U+0085, which some line readers take for line ends; all
/// other UTF-8 stays as it is. `text` must be valid UTF-8.
void append_string(std::string& out, std::string_view text);
/// Appends the shortest text that reads back as `value`, always with a fraction or an exponent
/// ("1.0"), so that every loader takes the column for doubles. Precondition: finite.
void append_real(std::string& out, double value);
void append_integer(std::string& out, std::int64_t value);

}  // namespace bmo::json
