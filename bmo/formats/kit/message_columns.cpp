// The column of messages.
#include "bmo/formats/kit/columns.hpp"
#include "bmo/formats/kit/tool_calls.hpp"

namespace bmo::formats {

Field messages_field(std::string name) {
  Field message{.name = "element", .kind = ColumnKind::kStruct};
  message.children = {
      kit::text_field("role"),
      kit::text_field("content"),
      kit::optional_field(kit::text_field("name")),
      kit::calls_field(),
      kit::optional_field(kit::text_field("tool_call_id")),
      {.name = "weight", .kind = ColumnKind::kReal, .optional = true},
  };
  return kit::list_field(std::move(name), std::move(message));
}

void append_messages(std::span<const Message> messages, Column& out, Arena& made) {
  Column& element = out.children.front();
  Column* members = element.children.data();
  for (const Message& message : messages) {
    element.set.push_back(1);
    members[0].text.push_back(role_name(message.role));
    members[1].text.push_back(message.content);
    members[2].text.push_back(message.name);
    kit::append_calls(message.tool_calls, members[3], made);
    members[4].text.push_back(message.tool_call_id);
    members[5].real.push_back(message.weight);
  }
  kit::end_list(out, element.set.size());
}

}  // namespace bmo::formats
