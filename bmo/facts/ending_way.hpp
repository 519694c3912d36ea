// Says in which way a response ends, good or bad: what a set's habit is made of.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bmo::facts {

/// What the last line is part of.
enum class EndingPlace : std::uint8_t { kProse, kItem, kHeading, kRow, kProgram, kFenced };
inline constexpr std::size_t kNumEndingPlaces = 6;

/// What comes last, below quotes, brackets, emphasis and emoji.
enum class EndingSign : std::uint8_t {
  kStop,
  kColon,     ///< Or a semicolon.
  kCloser,    ///< A quote or a bracket, and no stop inside.
  kOpenMark,  ///< A comma, a dash, an operator, an open bracket.
  kNumber,
  kWord,      ///< One that is met elsewhere, too ...
  kWordPart,  ///< ... that is met as the beginning of others only ...
  kRareWord,  ///< ... or neither.
  kOther,
};
inline constexpr std::size_t kNumEndingSigns = 9;

struct EndingWay {
  EndingPlace place = EndingPlace::kProse;
  EndingSign sign = EndingSign::kStop;
  bool is_below_stops = false;  ///< Four of five lines of its kind above it are closed.

  static constexpr std::size_t kCount = 2 * kNumEndingPlaces * kNumEndingSigns;
  constexpr std::size_t index() const {
    const std::size_t place_and_sign =
        static_cast<std::size_t>(place) * kNumEndingSigns + static_cast<std::size_t>(sign);
    return 2 * place_and_sign + (is_below_stops ? 1 : 0);
  }
};

/// "a list item", "program text", ...
std::string_view place_text(EndingPlace place);
/// "a part of a word", "a number", ...
std::string_view sign_text(EndingSign sign);

/// What comes last; of words kWord, whichever it is. Costs a look for the last line.
EndingSign sign_of_ending(std::string_view text);

/// The rest of the way; costs a look at every line.
EndingWay way_of_ending(std::string_view text, EndingSign sign);

}  // namespace bmo::facts
