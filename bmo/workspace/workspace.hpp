// Remembers what was done: data sets, their versions and the imports that made them.
//
// A workspace is a folder that holds `bmo.toml`, the catalogue `catalog.sqlite` and `data/`, where
// the pairs lie as immutable Parquet segments. The catalogue is safe under several processes at
// once; it is SQLite's own file and does not go through io::Disk.
#pragma once
#include "bmo/workspace/catalogue.hpp"
#include "bmo/workspace/config.hpp"
#include "bmo/workspace/discard.hpp"
#include "bmo/workspace/mapping_text.hpp"
#include "bmo/workspace/overrides.hpp"
#include "bmo/workspace/root.hpp"
