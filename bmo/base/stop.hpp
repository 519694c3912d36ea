// Lets a signal ask a run to stop at the next safe place.
#pragma once
#include <atomic>
#include <csignal>

namespace bmo {

/// Set from a signal handler, read from any thread.
class StopFlag {
 public:
  void raise(int signal) { signal_.store(signal, std::memory_order_relaxed); }
  bool raised() const { return signal_.load(std::memory_order_relaxed) != 0; }
  int signal() const { return signal_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int> signal_{0};
  static_assert(std::atomic<int>::is_always_lock_free);
};

}  // namespace bmo
