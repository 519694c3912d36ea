// Containers (how records are kept in files) and layouts (the shape of a record), one file each.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/formats/containers.hpp"
#include "bmo/formats/layouts.hpp"
#include "bmo/formats/mapping.hpp"
