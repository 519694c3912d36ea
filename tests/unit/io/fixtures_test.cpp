// The memory gauge and child processes that other tests lean on, and a test that the gauge works.
#include "tests/unit/io/fixtures.hpp"

#include <cstring>

#include <sys/wait.h>
#include <unistd.h>

namespace bmo::io::test {
namespace {

std::uint64_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
  }
  return 0;
}

}  // namespace

void exit_child_unless(bool condition) {
  if (!condition) _exit(9);
}

int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::uint64_t peak_growth(const std::function<void()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return UINT64_MAX;
  const int code = in_child([&] {
    const std::uint64_t before = peak_bytes();
    work();
    const std::uint64_t growth = peak_bytes() - before;
    return write(ends[1], &growth, sizeof growth) == sizeof growth ? 0 : 1;
  });
  std::uint64_t growth = UINT64_MAX;
  if (code != 0 || read(ends[0], &growth, sizeof growth) != sizeof growth) growth = UINT64_MAX;
  close(ends[0]);
  close(ends[1]);
  return growth;
}

TEST(MemoryGauge, SeesWhatIsTaken) {
  const std::uint64_t growth = peak_growth([] {
    std::vector<char> block(std::size_t{64} << 20U);
    std::memset(block.data(), 1, block.size());
    // Without a use the compiler may drop the block.
    if (block[block.size() / 2] != 1) _exit(3);
  });
  EXPECT_GE(growth, std::uint64_t{48} << 20U);
  EXPECT_LE(growth, std::uint64_t{96} << 20U);
}

}  // namespace bmo::io::test
