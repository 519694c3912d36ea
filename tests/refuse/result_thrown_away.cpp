// A Result that nobody looks at: `ignoring returned value of type .*Result`.
#include "bmo/base/result.hpp"

bmo::Status write_all();

bmo::Status save() {
#ifdef SOUND
  BMO_TRY(write_all());
#else
  write_all();
#endif
  return bmo::ok();
}
