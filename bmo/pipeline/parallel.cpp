// A loop of the thread library, in an arena of the run's own size.
#include "bmo/pipeline/parallel.hpp"

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace bmo::pipeline {

dedup::ParallelFor parallel_for(unsigned threads, const StopFlag& stop) {
  const int size =
      threads != 0 ? static_cast<int>(threads) : oneapi::tbb::info::default_concurrency();
  return [size, &stop](std::size_t count, const std::function<void(std::size_t)>& work) {
    oneapi::tbb::task_arena arena(size);
    arena.execute([&] {
      oneapi::tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
        if (!stop.raised()) work(i);
      });
    });
  };
}

}  // namespace bmo::pipeline
