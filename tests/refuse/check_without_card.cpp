// A check that says nothing of itself: `constraint.*HasCard|C::card`.
#include "bmo/checks/checks.hpp"

namespace bmo::checks {

struct Silent {
#ifdef SOUND
  static constexpr CheckCard card{.id = "silent"};
#endif
};

const CheckEntry& silent();

const CheckEntry& silent() {
  return entry<Silent>();
}

}  // namespace bmo::checks
