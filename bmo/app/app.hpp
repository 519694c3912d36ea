// One file for each thing a user can ask for: request in, Result of an answer out. No printing.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/app/analyze.hpp"
#include "bmo/app/calibrate.hpp"
#include "bmo/app/dataset.hpp"
#include "bmo/app/dedup.hpp"
#include "bmo/app/doctor.hpp"
#include "bmo/app/embed.hpp"
#include "bmo/app/explain.hpp"
#include "bmo/app/export.hpp"
#include "bmo/app/import.hpp"
#include "bmo/app/init.hpp"
#include "bmo/app/list.hpp"
#include "bmo/app/override.hpp"
#include "bmo/app/pack.hpp"
#include "bmo/app/points.hpp"
#include "bmo/app/report.hpp"
#include "bmo/app/score.hpp"
#include "bmo/app/session.hpp"
#include "bmo/app/tokens.hpp"
#include "bmo/app/verify.hpp"
#include "bmo/app/why.hpp"
