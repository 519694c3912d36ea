// Holds what any program needs and no data set does: result, check, arena, text, hashing.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/base/arena.hpp"
#include "bmo/base/check.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/base/pointed_excerpt.hpp"
#include "bmo/base/result.hpp"
#include "bmo/base/stop.hpp"
#include "bmo/base/text.hpp"
