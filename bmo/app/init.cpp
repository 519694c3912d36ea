// Makes a workspace.
#include "bmo/app/init.hpp"

#include "bmo/workspace/workspace.hpp"

namespace bmo::app {

Result<InitAnswer> run_init(const std::string& directory, const Session& session) {
  BMO_TRY_AS(workspace::Created created, workspace::create(session.disk, directory));
  return InitAnswer{
      .directory = directory, .made = std::move(created.made), .found = std::move(created.found)};
}

}  // namespace bmo::app
