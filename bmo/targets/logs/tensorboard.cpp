// TensorBoard's event files: records of protocol buffers, each with two checksums.
//
// A record is its length, a checksum of the length, its bytes, and a checksum of these. Of an Event
// we read wall time, step and the scalars; whatever else it holds is skipped by its wire type.
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets::logs {
namespace {

constexpr std::size_t kHead = 12;  // Length and its checksum.
constexpr std::size_t kTail = 4;

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  constexpr std::uint32_t kCastagnoli = 0x82F63B78;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value >> 1U) ^ ((value & 1U) != 0 ? kCastagnoli : 0U);
    table[i] = value;
  }
  return table;
}();

/// CRC-32C, turned and shifted as TFRecord has it.
std::uint32_t masked_crc(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes)
    crc = (crc >> 8U) ^ kCrcTable[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU];
  return std::rotr(~crc, 15) + 0xA282EAD8;
}

template <typename Number>
Number little_endian(std::string_view bytes) {
  Number out = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;)
    out = static_cast<Number>((out << 8U) | static_cast<unsigned char>(bytes[i]));
  return out;
}

/// A field of a message: its number, and its bytes or its value.
struct Field {
  std::uint64_t number = 0;
  std::uint64_t value = 0;  ///< Of the wire types that hold a number, its bits.
  std::string_view bytes;
};

/// Reads a message field by field.
class Message {
 public:
  explicit Message(std::string_view bytes) : rest_(bytes) {}

  /// Nothing at the end, or where the bytes are no message.
  std::optional<Field> next() {
    const auto key = varint();
    if (!key) return std::nullopt;
    Field field{.number = *key >> 3U};
    switch (*key & 7U) {
      case 0: {
        const auto value = varint();
        if (!value) return std::nullopt;
        field.value = *value;
        return field;
      }
      case 1:
        return fixed<std::uint64_t>(field);
      case 2:
        return counted(field);
      case 5:
        return fixed<std::uint32_t>(field);
      default:
        return std::nullopt;
    }
  }

 private:
  std::optional<std::uint64_t> varint() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return out;
    }
    return std::nullopt;
  }

  template <typename Number>
  std::optional<Field> fixed(Field field) {
    if (rest_.size() < sizeof(Number)) return std::nullopt;
    field.value = little_endian<Number>(rest_);
    rest_.remove_prefix(sizeof(Number));
    return field;
  }

  std::optional<Field> counted(Field field) {
    const auto size = varint();
    if (!size || *size > rest_.size()) return std::nullopt;
    field.bytes = rest_.substr(0, *size);
    rest_.remove_prefix(*size);
    return field;
  }

  std::string_view rest_;
};

double float_of(std::uint64_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
}

/// A tensor with one float in it.
double tensor_number(std::string_view bytes) {
  constexpr std::uint64_t kContent = 4;
  constexpr std::uint64_t kFloats = 5;
  Message tensor(bytes);
  while (const auto field = tensor.next()) {
    const bool is_float = field->number == kContent || field->number == kFloats;
    if (!is_float) continue;
    if (field->bytes.empty()) return float_of(field->value);
    if (field->bytes.size() == sizeof(float))
      return float_of(little_endian<std::uint32_t>(field->bytes));
  }
  return kAbsent;
}

/// One scalar of a summary, if it is one that we know.
void take_value(std::string_view bytes, double step, TrainingLog& out) {
  constexpr std::uint64_t kTag = 1;
  constexpr std::uint64_t kSimpleValue = 2;
  constexpr std::uint64_t kTensor = 8;
  std::string_view tag;
  std::optional<double> value;
  Message message(bytes);
  while (const auto field = message.next()) {
    if (field->number == kTag) tag = field->bytes;
    if (field->number == kSimpleValue) value = float_of(field->value);
    if (field->number == kTensor) value = tensor_number(field->bytes);
  }
  if (value) take(measure_of(tag), step, *value, out);
}

/// The wall times between which the run lasted.
struct Span {
  double first = kAbsent;
  double last = kAbsent;
};

void take_event(std::string_view bytes, Span& span, TrainingLog& out) {
  constexpr std::uint64_t kWallTime = 1;
  constexpr std::uint64_t kStep = 2;
  constexpr std::uint64_t kSummary = 5;
  constexpr std::uint64_t kSummaryValue = 1;
  double step = 0;
  std::string_view summary;
  Message event(bytes);
  while (const auto field = event.next()) {
    if (field->number == kStep) step = static_cast<double>(field->value);
    if (field->number == kSummary) summary = field->bytes;
    if (field->number == kWallTime) {
      span.last = std::bit_cast<double>(field->value);
      if (is_absent(span.first)) span.first = span.last;
    }
  }
  Message values(summary);
  while (const auto value = values.next()) {
    if (value->number == kSummaryValue) take_value(value->bytes, step, out);
  }
}

Error bad_checksum(std::size_t at) {
  return broken_log("the checksum of the record at byte " + std::to_string(at) +
                    " does not fit: the file is damaged");
}

struct Tensorboard {
  static constexpr LogCard card{
      .id = "tensorboard",
      .title = "TensorBoard event files",
      .trainers = "transformers, TRL, Axolotl, NeMo, Lightning, torchtune"};

  static bool recognises(std::string_view name, std::string_view bytes) {
    if (name.find("tfevents") != std::string_view::npos) return true;
    return bytes.size() > kHead &&
           little_endian<std::uint32_t>(bytes.substr(8)) == masked_crc(bytes.substr(0, 8));
  }

  static Status read(std::string_view bytes, TrainingLog& out) {
    Span span;
    std::size_t at = 0;
    while (at < bytes.size()) {
      const std::string_view rest = bytes.substr(at);
      if (rest.size() < kHead) break;
      if (little_endian<std::uint32_t>(rest.substr(8)) != masked_crc(rest.substr(0, 8)))
        return bad_checksum(at);
      const auto size = little_endian<std::uint64_t>(rest);
      if (size > rest.size() - kHead || rest.size() - kHead - size < kTail) break;
      const std::string_view data = rest.substr(kHead, size);
      if (little_endian<std::uint32_t>(rest.substr(kHead + size)) != masked_crc(data))
        return bad_checksum(at);
      take_event(data, span, out);
      at += kHead + size + kTail;
    }
    out.is_broken_off = at < bytes.size();
    if (is_absent(out.seconds) && span.last > span.first) out.seconds = span.last - span.first;
    return ok();
  }
};

}  // namespace

const LogEntry& tensorboard() {
  return log_entry<Tensorboard>();
}

}  // namespace bmo::targets::logs
