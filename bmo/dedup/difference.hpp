// Says in a few words what two nearly equal pairs say differently.
#pragma once
#include <string>

#include "bmo/dedup/fingerprint.hpp"

namespace bmo::dedup {

/// "instruction: [generate] -> [create]; response: ..." between norms: the words of the first text
/// that stand between what both begin and end with, and those of the second. Sides that are equal
/// are left out, long ones cut.
std::string describe_difference(const Texts& gone, const Texts& kept);

}  // namespace bmo::dedup
