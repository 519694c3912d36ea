// Stops the program when one of our own invariants is broken: a bug, never the user's data.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace bmo {

[[noreturn]] inline void invariant_broken(const char* condition, std::source_location at) {
  std::fprintf(stderr,
               "bmo: error[E_BUG]: an invariant of bmo is broken: %s\n  --> %s:%u\n"
               "  fix: please report this; your input is untouched and the run can be repeated\n",
               condition, at.file_name(), static_cast<unsigned>(at.line()));
  std::_Exit(70);
}

}  // namespace bmo

#define BMO_CHECK(condition) \
  ((condition) ? void(0) : ::bmo::invariant_broken(#condition, std::source_location::current()))
