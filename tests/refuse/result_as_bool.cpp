// A Result taken for its value: `cannot convert .*Result`.
#include "bmo/base/result.hpp"

bmo::Result<bool> is_complete();

bool finished() {
  auto complete = is_complete();
#ifdef SOUND
  return complete && *complete;
#else
  return complete;
#endif
}
