// Reads the messages of a record: chat objects of every spelling, with parts and tool calls.
#pragma once
#include <string>
#include <string_view>

#include "bmo/formats/kit/building.hpp"

namespace bmo::formats::kit {

/// Where a message stands in its record; its name is made only when there is a fault to tell.
struct MessagePlace {
  static constexpr std::size_t kAlone = ~std::size_t{0};
  std::string_view list;
  std::size_t index = kAlone;

  /// "messages[2]", "messages[2].content".
  std::string name(std::string_view member = {}) const;
};

/// Adds one message object; false where it was faulted.
bool read_message(Building& building, json::Value object, const MessagePlace& place, Into into);
/// Adds each element of a list; false where any was faulted.
bool read_messages(Building& building, json::Value list, std::string_view field, Into into);

/// See PairBuilder::text_of.
bool read_text(Building& building, json::Value value, std::string_view field,
               std::string_view& out);

/// Is this an object that names its role? Any other object, where a text could stand, is no text.
bool names_role(json::Value value);

/// Is this a list of message objects, or one of them?
bool looks_like_messages(json::Value value);

}  // namespace bmo::formats::kit
