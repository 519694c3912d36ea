// Says what this machine and this build have, so that a fault can be told from a lack.
#pragma once
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct DoctorItem {
  std::string group;  ///< "program", "libraries", "machine", "places".
  std::string name;
  std::string value;
  std::string fix;  ///< Not empty: something is missing, and this mends it.
};

struct DoctorAnswer {
  std::vector<DoctorItem> items;
};

Result<DoctorAnswer> run_doctor(const Session& session);

}  // namespace bmo::app
