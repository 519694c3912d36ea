// Says whether a response ends where its author meant to end.
#pragma once
#include <cstdint>
#include <string_view>

namespace bmo::facts {

/// From kOpenFence on, these are the faults of the check `truncated_response`, in its order.
enum class Ending : std::uint8_t {
  kWhole,          ///< Nothing speaks against it. A cut exactly at a sentence's end is not seen.
  kOpenFence,      ///< A code fence is opened and not closed.
  kOpenJson,       ///< JSON whose brackets or texts are still open.
  kOpenCode,       ///< Program text with open brackets, or a block that never begins.
  kDanglingWord,   ///< The last word needs another: "and", "the".
  kDanglingMark,   ///< A comma, a dash, an open bracket or "=" comes last.
  kOpenColon,      ///< A colon comes last, and nothing that it announces.
  kNoStop,         ///< A long sentence without a closing mark, where the others have one.
  kSiblingNoStop,  ///< The last of several lines of one kind, alone without a closing mark.
  kItemNoStop,     ///< A last list item of many words without a closing mark.
};

/// "ends with a word that needs another", ...
std::string_view ending_text(Ending ending);

/// Linear in the text; most texts are settled by their last characters.
Ending judge_ending(std::string_view response);

/// Do a name below words of parting, a hash tag or an address come last, which need no stop?
bool is_signed_off(std::string_view response);

}  // namespace bmo::facts
