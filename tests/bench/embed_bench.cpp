// Times the encoder that is built in over a file of texts, one on each line; one thread.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "bmo/embed/embed.hpp"

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "/dev/stdin");
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (std::string line; std::getline(file, line);) {
    bytes += line.size();
    texts.push_back(std::move(line));
  }
  const auto encoder = bmo::embed::open_encoder("static", bmo::io::posix_disk());
  if (!encoder || texts.empty()) return 1;
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  double best = 1e9;
  double best_processor = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t processor = std::clock();
    bmo::embed::Vectors vectors;
    if (!(*encoder)->encode(views, vectors)) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
    const auto ticks = static_cast<double>(std::clock() - processor);
    best_processor = std::min(best_processor, ticks / CLOCKS_PER_SEC);
  }
  const auto count = static_cast<double>(texts.size());
  std::printf("%zu texts, %.1f MB: %.0f texts/s, %.0f MB/s; %.0f texts/s of processor time\n",
              texts.size(), static_cast<double>(bytes) / 1e6, count / best,
              static_cast<double>(bytes) / 1e6 / best, count / best_processor);
  return 0;
}
