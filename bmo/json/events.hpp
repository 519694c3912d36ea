// Reads JSON text with simdjson's own parser into a flat list of events: a second opinion on what
// our writer wrote, which shares no line with the tape that records are read into.
#pragma once
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace bmo::json {

enum class EventKind : std::uint8_t {
  kNull,
  kTrue,
  kFalse,
  kInteger,  ///< Fits in 64 bits with a sign; no fraction, no exponent.
  kReal,     ///< A fraction or an exponent, and fits in a double.
  kNumber,   ///< Any other number, by its text.
  kString,   ///< A value, or the key of the value behind it.
  kArray,
  kArrayEnd,
  kObject,
  kObjectEnd,
};

/// Made by the hundred for each row: kept to 24 bytes.
struct Event {
  const char* data = nullptr;
  std::uint64_t bits = 0;  ///< kInteger, kReal: the value's own bits.
  std::uint32_t size = 0;
  EventKind kind = EventKind::kNull;

  /// kString: unescaped; kNumber: as it stands.
  std::string_view text() const { return {data, size}; }
};

/// One per thread; keeps its memory.
class EventReader {
 public:
  /// Bytes that must lie, readable, behind the text.
  static constexpr std::size_t kPadding = 64;

  EventReader();
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  /// The events of `text`, valid until the next call and as long as `text`; none where it is not
  /// exactly one JSON value, or one deeper than 1,024.
  std::span<const Event> read(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bmo::json
