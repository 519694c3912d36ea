// Signal handlers and the descriptors a process starts with.
#include "bmo/cli/signals.hpp"

#include <cerrno>
#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace bmo::cli {
namespace {

// A handler is given nothing but a number, so what it touches must have static storage.
StopFlag stop_flag;

void say_stopping() {
  constexpr std::string_view kText =
      "\nbmo: stopping once the blocks in hand are safe; press Ctrl-C again to stop at once\n";
  if (isatty(STDERR_FILENO) != 1) return;
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kText.data(), kText.size());
}

extern "C" void on_signal(int signal) {
  const int saved = errno;
  if (stop_flag.raised()) _exit(128 + signal);
  stop_flag.raise(signal);
  if (signal == SIGINT) say_stopping();
  errno = saved;
}

}  // namespace

void reopen_standard_streams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // open() gives the lowest free number, which is this one.
    if (open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY) != descriptor) _exit(71);
  }
}

const StopFlag& install_signal_handlers() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    // nohup starts us with SIGHUP ignored and wants it to stay so.
    if (signal == SIGHUP && before.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
  action.sa_handler = SIG_IGN;
  for (const int signal : {SIGPIPE, SIGXFSZ})
    sigaction(signal, &action, nullptr);
  return stop_flag;
}

}  // namespace bmo::cli
