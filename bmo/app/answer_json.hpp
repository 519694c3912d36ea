// Answers and errors as JSON documents: the command line's --json and the REST API print the same.
#pragma once
#include <string>

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
#include "bmo/app/score.hpp"
#include "bmo/app/verify.hpp"
#include "bmo/app/why.hpp"

namespace bmo::app {

// Each gives one document with a final newline.
std::string to_json(const ExportAnswer& answer);
std::string to_json(const DedupAnswer& answer);
std::string to_json(const CalibrationAnswer& answer);
std::string to_json(const PointsAnswer& answer);
std::string to_json(const PackAnswer& answer);
std::string to_json(const VerifyAnswer& answer);
std::string to_json(const WhyAnswer& answer);
std::string to_json(const ListAnswer& answer);
std::string to_json(const ExplainAnswer& answer);
std::string to_json(const DoctorAnswer& answer);
std::string to_json(const EmbedFitAnswer& answer);
std::string to_json(const EmbedInfoAnswer& answer);
std::string to_json(const InitAnswer& answer);
std::string to_json(const ImportAnswer& answer);
std::string to_json(const DatasetsAnswer& answer);
std::string to_json(const OverrideAnswer& answer);
std::string to_json(const ScoreAnswer& answer);

/// {"error":{...}} with the exit code that goes with it.
std::string to_json(const Error& error, int exit_code);

}  // namespace bmo::app
