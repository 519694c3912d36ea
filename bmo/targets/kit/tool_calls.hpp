// Reads what rules ask of the tool calls of a message.
#pragma once
#include <string>
#include <string_view>

#include "bmo/model/pair.hpp"

namespace bmo::targets::kit {

/// Nine letters and digits, as Mistral's ids of tool calls are.
bool is_nine_characters(std::string_view id);

/// "found the id `call_1`", or that there is none.
std::string found_id(std::string_view id);

/// The same about the first call of the message whose id is not nine characters; "": none is.
std::string bad_call_id(const Message& message);

/// "found the arguments `at noon` of `now`" about the first call of the message whose arguments are
/// no object; "": all are.
std::string argument_fault(const Message& message);

}  // namespace bmo::targets::kit
