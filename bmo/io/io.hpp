// Moves bytes: sources, sinks, compression, write-then-rename; the disk seam for fault injection.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/io/disk.hpp"
#include "bmo/io/source.hpp"
