// The program `bmo`.
#include <string>
#include <vector>

#include "bmo/cli/cli.hpp"
#include "bmo/cli/signals.hpp"

int main(int count, char** words) {
  bmo::cli::reopen_standard_streams();
  const bmo::StopFlag& stop = bmo::cli::install_signal_handlers();
  bmo::cli::Output out(1);
  bmo::cli::Output err(2);
  const std::vector<std::string> rest(words + (count > 0 ? 1 : 0), words + count);
  return bmo::cli::run(rest, out, err, stop);
}
