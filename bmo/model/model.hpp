// Says what a training pair is: messages, metadata, batch, finding, columns. Plain data, no I/O.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/model/batch.hpp"
#include "bmo/model/codes.hpp"
#include "bmo/model/columns.hpp"
#include "bmo/model/fields.hpp"
#include "bmo/model/finding.hpp"
#include "bmo/model/pair.hpp"
