// Tells answers that refuse from answers that answer.
#pragma once
#include <cstdint>

#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {

enum class Refused : std::uint8_t {
  kNone,
  kWeak,    ///< Words of a refusal, where the pair is about such words.
  kStrong,  ///< The answer begins by refusing.
};

Refused judge_refusal(const Exchange& exchange);

/// Is the whole answer a request for more material?
Refused judge_ask_back(const Exchange& exchange);

}  // namespace bmo::checks
