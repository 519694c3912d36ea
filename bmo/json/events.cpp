// Flattens what simdjson's parser made of a text.
//
// Its tape is the fast way but refuses numbers that no machine type holds; a text with such a
// number (and any other that it refuses) is walked on demand, where the number's text is at hand.
#include "bmo/json/events.hpp"

#include <cstring>
#include <string>
#include <vector>

#include <simdjson.h>

namespace bmo::json {
namespace {

namespace dom = simdjson::dom;
namespace ondemand = simdjson::ondemand;

/// A growing list without the bookkeeping of a vector: `room` is asked for once per text.
class EventList {
 public:
  void room(std::size_t count) {
    if (events_.size() < count) events_.resize(count);
    end_ = events_.data();
  }
  void mark(EventKind kind) { (end_++)->kind = kind; }
  void text(EventKind kind, std::string_view text) {
    end_->data = text.data();
    end_->size = static_cast<std::uint32_t>(text.size());
    (end_++)->kind = kind;
  }
  void number(EventKind kind, std::uint64_t bits) {
    end_->bits = bits;
    (end_++)->kind = kind;
  }
  std::span<const Event> all() const {
    return {events_.data(), static_cast<std::size_t>(end_ - events_.data())};
  }

 private:
  std::vector<Event> events_;
  Event* end_ = nullptr;
};

/// Walks the parser's tape: words of a type in the high byte and a payload below, as simdjson's
/// documentation of its tape has them.
class TapeWalk {
 public:
  TapeWalk(const dom::document& document, EventList& out, std::vector<std::string>& big)
      : tape_(document.tape.get()), texts_(document.string_buf.get()), out_(out), big_(big) {}

  void run() {
    const std::uint64_t end = payload(tape_[0]) - 1;
    for (std::uint64_t at = 1; at < end; ++at) {
      const std::uint64_t word = tape_[at];
      switch (static_cast<char>(word >> kTypeShift)) {
        case '"':
          text(payload(word));
          break;
        case '{':
          out_.mark(EventKind::kObject);
          break;
        case '}':
          out_.mark(EventKind::kObjectEnd);
          break;
        case '[':
          out_.mark(EventKind::kArray);
          break;
        case ']':
          out_.mark(EventKind::kArrayEnd);
          break;
        case 'l':
          out_.number(EventKind::kInteger, tape_[++at]);
          break;
        case 'd':
          out_.number(EventKind::kReal, tape_[++at]);
          break;
        case 'u':
          big_.push_back(std::to_string(tape_[++at]));
          out_.text(EventKind::kNumber, big_.back());
          break;
        case 't':
          out_.mark(EventKind::kTrue);
          break;
        case 'f':
          out_.mark(EventKind::kFalse);
          break;
        default:
          out_.mark(EventKind::kNull);
      }
    }
  }

 private:
  static constexpr unsigned kTypeShift = 56;

  static std::uint64_t payload(std::uint64_t word) { return word & ((1ULL << kTypeShift) - 1); }

  /// A length of four bytes, then the text.
  void text(std::uint64_t at) {
    std::uint32_t size = 0;
    std::memcpy(&size, texts_ + at, sizeof size);
    out_.text(EventKind::kString, {reinterpret_cast<const char*>(texts_) + at + sizeof size, size});
  }

  const std::uint64_t* tape_;
  const std::uint8_t* texts_;
  EventList& out_;
  std::vector<std::string>& big_;
};

class DemandWalk {
 public:
  explicit DemandWalk(EventList& out) : out_(out) {}

  bool document(ondemand::document& document) {
    ondemand::value root;
    return document.get_value().get(root) == simdjson::SUCCESS && value(root) &&
           document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }

 private:
  bool value(ondemand::value source) {
    ondemand::json_type type{};
    if (source.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
      case ondemand::json_type::object:
        return object(source);
      case ondemand::json_type::array:
        return array(source);
      case ondemand::json_type::string:
        return string(source);
      case ondemand::json_type::number:
        return number(source);
      case ondemand::json_type::boolean:
        return boolean(source);
      case ondemand::json_type::null:
        out_.mark(EventKind::kNull);
        return source.is_null();
    }
    return false;
  }

  bool boolean(ondemand::value& source) {
    bool truth = false;
    if (source.get_bool().get(truth) != simdjson::SUCCESS) return false;
    out_.mark(truth ? EventKind::kTrue : EventKind::kFalse);
    return true;
  }

  bool string(ondemand::value& source) {
    std::string_view text;
    if (source.get_string().get(text) != simdjson::SUCCESS) return false;
    out_.text(EventKind::kString, text);
    return true;
  }

  bool number(ondemand::value& source) {
    std::string_view text = source.raw_json_token();
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    const bool has_point = text.find_first_of(".eE") != std::string_view::npos;
    double real = 0;
    std::int64_t integer = 0;
    if (has_point && source.get_double().get(real) == simdjson::SUCCESS) {
      out_.number(EventKind::kReal, std::bit_cast<std::uint64_t>(real));
    } else if (!has_point && source.get_int64().get(integer) == simdjson::SUCCESS) {
      out_.number(EventKind::kInteger, static_cast<std::uint64_t>(integer));
    } else {
      out_.text(EventKind::kNumber, text);
    }
    return true;
  }

  bool object(ondemand::value& source) {
    ondemand::object fields;
    if (source.get_object().get(fields) != simdjson::SUCCESS) return false;
    out_.mark(EventKind::kObject);
    for (auto result : fields) {
      ondemand::field field;
      std::string_view key;
      if (std::move(result).get(field) != simdjson::SUCCESS ||
          field.unescaped_key().get(key) != simdjson::SUCCESS) {
        return false;
      }
      out_.text(EventKind::kString, key);
      if (!value(field.value())) return false;
    }
    out_.mark(EventKind::kObjectEnd);
    return true;
  }

  bool array(ondemand::value& source) {
    ondemand::array elements;
    if (source.get_array().get(elements) != simdjson::SUCCESS) return false;
    out_.mark(EventKind::kArray);
    for (auto result : elements) {
      ondemand::value element;
      if (std::move(result).get(element) != simdjson::SUCCESS || !value(element)) return false;
    }
    out_.mark(EventKind::kArrayEnd);
    return true;
  }

  EventList& out_;
};

}  // namespace

struct EventReader::State {
  dom::parser tree;
  ondemand::parser demand;
  EventList events;
  std::vector<std::string> big;  ///< Texts of numbers that the tree holds without theirs.

  bool walk(std::string_view text) {
    dom::element root;
    if (tree.parse(text.data(), text.size(), false).get(root) == simdjson::SUCCESS) {
      big.clear();
      big.reserve(text.size() / 19);
      TapeWalk(tree.doc, events, big).run();
      return true;
    }
    ondemand::document document;
    const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kPadding);
    return demand.iterate(padded).get(document) == simdjson::SUCCESS &&
           DemandWalk(events).document(document);
  }
};

EventReader::EventReader() : state_(std::make_unique<State>()) {}
EventReader::~EventReader() = default;

std::span<const Event> EventReader::read(std::string_view text) {
  static_assert(kPadding >= simdjson::SIMDJSON_PADDING);
  state_->events.room(text.size() + 2);  // No event has less than one byte of its own.
  return state_->walk(text) ? state_->events.all() : std::span<const Event>();
}

}  // namespace bmo::json
