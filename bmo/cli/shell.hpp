// What shells read: quoted words, and completion scripts made from the flags of every verb.
#pragma once
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"

namespace bmo::cli {

/// `word` as a POSIX shell reads it back: as it is where nothing in it is special, else quoted.
std::string shell_word(std::string_view word);

/// The completion script for bash, zsh or fish. E_SHELL (kUsage) otherwise.
Result<std::string> completion_script(std::string_view shell);

}  // namespace bmo::cli
